import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { plugInAuthenticator } from './authenticator.ts';
import { createDoor } from './door.ts';
import { invite, type Place } from './people.ts';
import type { Visit, VisitOptions } from './visit.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

/** Runs in the page: asks the flow's question and lets the authenticator answer it. */
const ANSWER = `async (id, userVerification) => {
  const options = await fetch('/api/v1/flows/' + id + '/passkey-options', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ purpose: 'sign-in' }),
  });
  const asked = { ...(await options.json()), userVerification };
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  return (await navigator.credentials.get({ publicKey })).toJSON();
}`;

/** An answer of the API, as far as these tests look at it. */
type Answer = {
  status: number;
  body: Record<string, unknown> & {
    id: string;
    code: string;
    state: string;
    challenge: string;
    allowCredentials?: unknown[];
    methods: string[];
  };
};

describe('passkeys', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const rows = async (sql: string, values: unknown[] = []) =>
    (await world.app.services.database.pool.query(sql, values)).rows;
  const session = (visit: Visit): Promise<Answer> =>
    visit.page.evaluate(async () => {
      const answer = await fetch('/api/v1/session');
      return { status: answer.status, body: (await answer.json()) as never };
    });
  const post = (visit: Visit, path: string, body: unknown): Promise<Answer> =>
    visit.page.evaluate(
      async ([url, sent]) => {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: sent,
        });
        return { status: answer.status, body: (await answer.json()) as never };
      },
      [path, JSON.stringify(body)] as const,
    );
  const signOut = (visit: Visit) => visit.page.evaluate(() => fetch('/api/v1/session', { method: 'DELETE' }));
  const button = (visit: Visit) => visit.page.locator('[data-passkey] button');

  /** Somebody who came in with a passkey instead of a password, and is signed out again. */
  const memberWithPasskey = async (email: string, options: VisitOptions = {}) => {
    await invite(world, place, email, { kind: 'member', name: 'Pia Passkey' });
    const visit = await world.visit(options);
    const count = await plugInAuthenticator(visit);
    const door = createDoor(world, visit, email);
    await door.open();
    await door.walk('set-password');
    await button(visit).click();
    await door.at('terms');
    await door.pass('terms');
    await door.at('welcome');
    return { visit, count };
  };

  it('one is created instead of a password, in Polish on a telephone, and signs in', async () => {
    const { visit, count } = await memberWithPasskey('pia@firma.example', { locale: 'pl', width: 360 });
    expect(await count()).toBe(1);
    expect((await session(visit)).body.methods).toEqual(['email-code', 'passkey']);
    expect(
      await rows(`select 1 from passwords p join identifiers i using (account_id) where canonical = $1`, [
        'pia@firma.example',
      ]),
    ).toEqual([]);
    await signOut(visit);
    await visit.page.goto('/sign-in?returnTo=/portal');
    // Where the browser offers passkeys in the field, that is enough; else the button is there.
    if (await button(visit).isVisible())
      await button(visit)
        .click()
        .catch(() => {});
    await visit.page.waitForURL((url) => url.pathname.startsWith('/portal'));
    expect((await session(visit)).body).toMatchObject({
      methods: ['passkey'],
      account: { email: 'pia@firma.example' },
    });
    expect(
      await rows(`select method, result from sign_in_events where result = 'success' order by id desc limit 1`),
    ).toEqual([{ method: 'passkey', result: 'success' }]);
  });

  /** Begins a sign-in and answers its question, without submitting the answer. */
  const assertion = async (visit: Visit, of: { flow?: string; verify?: 'preferred' | 'discouraged' } = {}) => {
    const flow = of.flow ?? (await post(visit, '/api/v1/flows', { kind: 'sign-in' })).body.id;
    const response = await visit.page.evaluate<unknown>(`(${ANSWER})('${flow}', '${of.verify ?? 'preferred'}')`);
    return { flow, response };
  };

  it('an answer counts once: not again, not in another flow, and of sixteen presses one comes in [S24, A49]', async () => {
    const { visit } = await memberWithPasskey('rita@firma.example');
    await signOut(visit);
    const { flow, response } = await assertion(visit);
    const before = (await rows('select count(*)::int as n from sessions'))[0].n;
    const answers = await visit.page.evaluate(
      async ([id, sent]) =>
        Promise.all(
          Array.from({ length: 16 }, async () => {
            const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: sent };
            return (await fetch(`/api/v1/flows/${id}/passkey`, options)).status;
          }),
        ),
      [flow, JSON.stringify({ response })] as const,
    );
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect((await rows('select count(*)::int as n from sessions'))[0].n - before).toBe(1);
    await signOut(visit);
    const other = (await post(visit, '/api/v1/flows', { kind: 'sign-in' })).body.id;
    const replayed = await post(visit, `/api/v1/flows/${other}/passkey`, { response });
    expect([replayed.status, replayed.body.code]).toEqual([422, 'PASSKEY-WRONG']);
    expect((await session(visit)).status).toBe(401);
  });

  it('on its own it must check its owner; beside a password that is up to policy [S27]', async () => {
    const { visit } = await memberWithPasskey('una@firma.example');
    await signOut(visit);
    const { flow, response } = await assertion(visit, { verify: 'discouraged' });
    const refused = await post(visit, `/api/v1/flows/${flow}/passkey`, { response });
    expect([refused.status, refused.body.code]).toEqual([422, 'PASSKEY-UNVERIFIED']);

    const begun = await post(visit, '/api/v1/flows', { kind: 'sign-in', identifier: 'una@firma.example' });
    const { id } = begun.body;
    await post(visit, `/api/v1/flows/${id}/choose-method`, { method: 'email-code' });
    const code = await world.codeTo('una@firma.example');
    const asked = await post(visit, `/api/v1/flows/${id}/code`, { code });
    expect(asked.body.step).toMatchObject({ name: 'second-factor', factor: null, canUsePasskey: true });
    const touch = await assertion(visit, { flow: id, verify: 'discouraged' });
    const done = await post(visit, `/api/v1/flows/${id}/passkey`, { response: touch.response });
    expect(done.body.state).toBe('done');
  });

  it('a counter that went back is refused, and the log says why [S27]', async () => {
    const { visit } = await memberWithPasskey('cora@firma.example');
    await signOut(visit);
    await rows('update passkeys set counter = 1000000');
    const { flow, response } = await assertion(visit);
    const answer = await post(visit, `/api/v1/flows/${flow}/passkey`, { response });
    expect([answer.status, answer.body.code]).toEqual([422, 'PASSKEY-WRONG']);
    expect(await rows('select reason from sign_in_events order by id desc limit 1')).toEqual([
      { reason: 'PASSKEY-COPIED' },
    ]);
    await rows('update passkeys set counter = 0');
  });

  it('a stranger’s passkey does not prove an invited address, nor confirm another’s session', async () => {
    const { visit } = await memberWithPasskey('mia@firma.example');
    const owner = await world.visitAs(place.owner);
    await owner.page.goto('/portal');
    const begun = await post(owner, '/api/v1/flows', { kind: 'confirm' });
    expect(begun.body.step).toMatchObject({ name: 'password', canUsePasskey: false });
    const { response } = await assertion(visit);
    const answer = await post(owner, `/api/v1/flows/${begun.body.id}/passkey`, { response });
    expect(answer.body.code).toBe('FLOW-STEP-WRONG');
  });

  it('the last way in stays; beside a password each can go, with a fresh proof [S22]', async () => {
    const { visit } = await memberWithPasskey('lea@firma.example');
    const remove = async () =>
      visit.page.evaluate(async () => {
        const { items } = (await (await fetch('/api/v1/session/passkeys')).json()) as { items: { id: string }[] };
        const answer = await fetch(`/api/v1/session/passkeys/${items[0]?.id}`, { method: 'DELETE' });
        return { status: answer.status, code: answer.ok ? null : ((await answer.json()) as { code: string }).code };
      });
    expect(await remove()).toEqual({ status: 409, code: 'LAST-CREDENTIAL' });
    const [{ id }] = await rows('select account_id as id from identifiers where canonical = $1', ['lea@firma.example']);
    const hash = await world.app.services.passwordHasher.hash(PASSWORD);
    await rows('insert into passwords (account_id, hash, set_at) values ($1, $2, now())', [id, hash]);
    expect(await remove()).toEqual({ status: 204, code: null });
  });

  it('nothing of anybody is told before they have proven who they are [A34]', async () => {
    await memberWithPasskey('nora@firma.example');
    const stranger = await world.visit();
    await stranger.page.goto('/sign-in');
    for (const identifier of ['nora@firma.example', 'nobody@firma.example']) {
      const { body } = await post(stranger, '/api/v1/flows', { kind: 'sign-in', identifier });
      const options = await post(stranger, `/api/v1/flows/${body.id}/passkey-options`, { purpose: 'sign-in' });
      expect(options.status, JSON.stringify(options.body)).toBe(200);
      expect(options.body.allowCredentials ?? []).toEqual([]);
      expect(Buffer.from(options.body.challenge, 'base64url').length).toBeGreaterThanOrEqual(16);
    }
  });
});
