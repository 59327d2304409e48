import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { fill } from './texts.ts';

type Json = Record<string, unknown>;

class Refused extends Error {}

async function post(path: string, body: Json): Promise<Json> {
  const response = await fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
    body: JSON.stringify(body),
  });
  const answer: Json = await response.json();
  if (!response.ok) throw new Refused(String(answer.title ?? ''));
  return answer;
}

/** The flow of the page; the front page has none before its first question. */
async function flowOf(place: HTMLElement): Promise<string> {
  const { flow, returnTo } = place.dataset;
  if (flow) return flow;
  const begun = await post('/flows', { kind: 'sign-in', ...(returnTo ? { returnTo } : {}) });
  place.dataset.flow = String(begun.id);
  return place.dataset.flow;
}

async function answer(place: HTMLElement, autofill: boolean): Promise<void> {
  const flow = await flowOf(place);
  const register = place.dataset.passkey === 'register';
  const purpose = register ? 'register' : 'sign-in';
  const optionsJSON = (await post(`/flows/${flow}/passkey-options`, { purpose })) as never;
  const response = register
    ? await startRegistration({ optionsJSON })
    : await startAuthentication({ optionsJSON, useBrowserAutofill: autofill });
  const trust = document.querySelector<HTMLInputElement>('#trust')?.checked;
  await post(`/flows/${flow}/${register ? 'add-passkey' : 'passkey'}`, {
    response: response as never,
    ...(trust ? { trust } : {}),
  });
  location.assign(`/flow/${flow}`);
}

/** The button of a passkey, and where the browser can, passkeys among what it fills in. */
export async function enhancePasskey(place: HTMLElement): Promise<void> {
  const button = place.querySelector('button');
  const said = place.querySelector<HTMLElement>('[role=status]');
  if (!button || !said || !browserSupportsWebAuthn()) return;
  const { cancelled = '', failed = '' } = place.dataset;
  place.hidden = false;
  const say = (text: string) => {
    said.textContent = text;
    said.hidden = text === '';
  };
  const run = async (autofill: boolean) => {
    try {
      await answer(place, autofill);
    } catch (error) {
      if (error instanceof Refused) say(fill(failed, { problem: error.message }));
      else if (!autofill) say(cancelled);
    }
  };
  button.addEventListener('click', async () => {
    button.disabled = true;
    say('');
    await run(false);
    button.disabled = false;
  });
  if (place.dataset.autofill === undefined || !(await browserSupportsWebAuthnAutofill())) return;
  // A question to the server only once somebody is here: scanners run scripts, and touch nothing.
  const began = new AbortController();
  for (const sign of ['focusin', 'pointerdown', 'keydown']) {
    const begin = () => {
      began.abort();
      void run(true);
    };
    document.addEventListener(sign, begin, { signal: began.signal });
  }
}
