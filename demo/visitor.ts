import type { Flow, StepName } from '@gatehouse/contract/flows';
import { PASSWORD } from './cast.ts';
import type { Stage } from './stage.ts';

/** Somebody in front of a browser of their own. */
export type Visitor = {
  post(path: string, body?: unknown): Promise<Record<string, never> & { [field: string]: unknown }>;
  patch(path: string, body: unknown): Promise<unknown>;
  signIn(identifier: string, password?: string): Promise<void>;
  /** Opens the invitation that waits in a mailbox. */
  open(mailbox: string): Promise<Flow>;
  /** Looks at the page behind that link as their browser shows it, and presses nothing. */
  look(mailbox: string): Promise<void>;
  /** Comes back to where they were, with no cookie of it. */
  losesCookies(): Promise<void>;
  /** Submits one step of the flow that was opened. */
  step(step: StepName, body?: unknown): Promise<Flow>;
  /** Goes on like somebody who knows what they want, until a page is shown, or the end. */
  walk(until: Flow['step']['name'], ...orUntil: readonly Flow['step']['name'][]): Promise<Flow>;
};

const LINK = /\/i\/([\w-]{43})/;
const SHORT_LINK = /\/i\/([2-9A-Z]{10})\b/;
const CODE = /\b\d{6}\b/;
const TEXTED_CODE = /#(\d{6})$/;
const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1',
];

let visitors = 0;

function methodOf(address: string): 'sms-code' | 'email-code' {
  return address.startsWith('+') ? 'sms-code' : 'email-code';
}

/** A new browser with its own cookies, address and language. What it types where nothing else is said: `typed`. */
export function visitor(stage: Stage, locale = 'en', typed: Partial<Record<StepName, unknown>> = {}): Visitor {
  const number = visitors++;
  const cookies = new Map<string, string>();
  let flow: Flow | null = null;
  let mailbox = '';

  async function send(method: 'POST' | 'PATCH', url: string, body: unknown = {}): Promise<never> {
    const answer = await stage.http.inject({
      method,
      url: `/api/v1${url}`,
      payload: JSON.stringify(body),
      remoteAddress: `192.0.2.${(number % 250) + 1}`,
      headers: {
        'content-type': 'application/json',
        'accept-language': locale,
        'user-agent': BROWSERS[number % BROWSERS.length],
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const { name, value } of answer.cookies) cookies.set(name, value);
    if (answer.statusCode >= 400) throw new Error(`${method} ${url} ${answer.statusCode}: ${answer.body}`);
    return (answer.body === '' ? {} : answer.json()) as never;
  }

  async function step(name: StepName, body: unknown = {}): Promise<Flow> {
    if (!flow) throw new Error('Open an invitation first.');
    flow = await send('POST', `/flows/${flow.id}/${name}`, body);
    return flow as Flow;
  }

  async function linkTo(address: string): Promise<string | undefined> {
    if (address.startsWith('+')) return SHORT_LINK.exec(await stage.textTo(address, SHORT_LINK))?.[1];
    return LINK.exec((await stage.mailTo(address, LINK)).text)?.[1];
  }

  async function codeTo(address: string): Promise<string> {
    if (address.startsWith('+')) return TEXTED_CODE.exec(await stage.textTo(address, TEXTED_CODE))?.[1] ?? '';
    return CODE.exec((await stage.mailTo(address, CODE)).subject)?.[0] ?? '';
  }

  async function show(url: string): Promise<void> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', 'accept-language': locale, cookie };
    await stage.http.inject({ method: 'GET', url, remoteAddress: `192.0.2.${(number % 250) + 1}`, headers });
  }

  async function answerTo(page: Flow['step']): Promise<unknown> {
    const own = typed[page.name as StepName];
    if (own !== undefined) return own;
    if (page.name === 'choose-method') return { method: methodOf(mailbox) };
    if (page.name === 'set-password' || page.name === 'password') return { password: PASSWORD };
    if (page.name === 'terms') return { accepted: true, version: page.version };
    if (page.name === 'profile') return { name: page.suggestedName };
    if (page.name === 'code') return { code: await codeTo(mailbox) };
    return {};
  }

  return {
    post: (path, body) => send('POST', path, body),
    patch: (path, body) => send('PATCH', path, body),
    signIn: async (identifier, password = PASSWORD) => {
      flow = await send('POST', '/flows', { kind: 'sign-in', identifier });
      await step('password', { password });
    },
    open: async (address) => {
      mailbox = address;
      const token = await linkTo(address);
      flow = await send('POST', '/flows', { kind: 'invitation', token });
      return flow as Flow;
    },
    look: async (address) => show(`/i/${await linkTo(address)}`),
    losesCookies: async () => {
      cookies.clear();
      await show(`/flow/${flow?.id}`);
    },
    step,
    walk: async (...until) => {
      if (!flow) throw new Error('Open an invitation first.');
      while (!until.includes(flow.step.name) && flow.state === 'open') {
        await step(flow.step.name as StepName, await answerTo(flow.step));
      }
      return flow;
    },
  };
}
