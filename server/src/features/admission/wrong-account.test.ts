import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  codeOfProblem,
  type Invited,
  invite,
  join,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  signIn,
  walkTo,
  worldOf,
} from '../../../test/journey.ts';
import { MINUTE } from '../../kernel/clock.ts';

describe('a link is opened where somebody else is signed in', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  let other: TestClient;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    other = await join(app, place, ['member'], 'anna@firma.example');
    invited = await invite(app, place, { to: { email: 'willy@urs.example' } });
  });
  afterEach(() => app.close());

  it('shows both addresses, the invited one masked, and uses nothing up [scenario 3, A8]', async () => {
    const before = await worldOf(app);
    const page = await other.get(`/i/${invited.token}`, { accept: 'text/html' });
    expect(page.body).toContain('anna@firma.example');
    expect(page.body).toContain('w••••@urs.example');
    expect(page.body).not.toContain('willy@urs.example');
    expect(page.body).not.toContain('Willy Wu');
    expect(await worldOf(app)).toEqual(before);
    const { flow } = await open(app, invited, other);
    expect(flow.step).toMatchObject({
      name: 'wrong-account',
      signedInAs: 'anna@firma.example',
      invitation: { to: 'w••••@urs.example' },
    });
  });

  it.each(['accept', 'code', 'set-password', 'terms', 'company', 'choose-method', 'password'])(
    '%s is refused and joins nobody',
    async (step) => {
      const visit = await open(app, invited, other);
      const bodies: Record<string, unknown> = {
        code: { code: '000000' },
        'set-password': { password: 'another fine password' },
        password: { password: 'another fine password' },
        terms: { accepted: true, version: '1' },
        company: { name: 'X', country: 'TW', registrationNumber: '24536806' },
        'choose-method': { method: 'email-code' },
      };
      const answer = await visit.submit(step, bodies[step] ?? {});
      expect(codeOfProblem(answer)).toBe('INV-WRONG-ACCOUNT');
      expect(answer.json().params).toEqual({ signedInAs: 'anna@firma.example', invited: 'w••••@urs.example' });
      const [row] = await rowsOf(app, 'select state from invitations where id = $1', [invited.id]);
      expect(row).toEqual({ state: 'sent' });
      expect((await other.get('/api/v1/session')).json().memberships).toHaveLength(1);
    },
  );

  it('switching signs the other one out at the server, keeps the invitation, and goes on [scenario 3]', async () => {
    const cookie = other.cookies.get('gatehouse');
    const visit = await open(app, invited, other);
    expect(await visit.step('switch-account')).toBe('accept');
    const replay = await app.client().get('/api/v1/session', { cookie: `gatehouse=${cookie}` });
    expect(replay.statusCode).toBe(401);
    await walkTo(app, visit, 'done');
    const { account, memberships } = (await other.get('/api/v1/session')).json();
    expect(account.email).toBe('willy@urs.example');
    expect(memberships).toHaveLength(1);
  });

  it('the invited person still comes in afterwards, from their own browser', async () => {
    await open(app, invited, other);
    const visit = await walkTo(app, await open(app, invited), 'done');
    expect((await visit.client.get('/api/v1/session')).json().account.email).toBe('willy@urs.example');
  });

  it('both are one person: the invited address is proven by a code and kept beside their own [scenario 5]', async () => {
    const visit = await open(app, invited, other);
    expect(await visit.step('add-address')).toBe('code');
    expect(mailsTo(app, 'anna@firma.example').some(({ subject }) => /\d{6}/.test(subject))).toBe(true); // of joining
    expect(
      (await visit.submit('company', { name: 'X', country: 'TW', registrationNumber: '24536806' })).statusCode,
    ).toBe(409);
    expect(await visit.step('code', { code: await newestCode(app, 'willy@urs.example') })).toBe('company');
    await walkTo(app, visit, 'done');
    const addresses = await rowsOf(
      app,
      `select canonical, is_primary as main from identifiers
      where account_id = (select account_id from identifiers where canonical = 'anna@firma.example') order by id`,
    );
    expect(addresses).toEqual([
      { canonical: 'anna@firma.example', main: true },
      { canonical: 'willy@urs.example', main: false },
    ]);
    expect((await other.get('/api/v1/session')).json().memberships).toHaveLength(2);
    await app.deliver();
    expect(mailsTo(app, 'anna@firma.example').at(-1)?.text).toContain('willy@urs.example');
  });

  it('an address is added after a fresh proof only, without script too [S22]', async () => {
    app.clock.advance(16 * MINUTE);
    const visit = await open(app, invited, other);
    expect(codeOfProblem(await visit.submit('add-address'))).toBe('PROOF-NEEDED');
    const pressed = await other.form(`/flow/${visit.flow.id}/add-address`, {});
    const proof = String(pressed.headers.location);
    expect([pressed.statusCode, proof]).toEqual([303, expect.stringMatching(/^\/flow\/sin_/)]);
    expect((await other.get(proof, { accept: 'text/html' })).body).toContain('current-password');
    const proven = await other.form(`${proof}/password`, { password: PASSWORD });
    expect(proven.statusCode).toBe(303);
    expect((await other.get(proof)).headers.location).toBe(`/flow/${visit.flow.id}`);
    expect(await visit.step('add-address')).toBe('code');
  });

  it('no code of the invited mailbox, no joining: a wrong one adds nothing [scenario 5]', async () => {
    const visit = await open(app, invited, other);
    await visit.step('add-address');
    const right = await newestCode(app, 'willy@urs.example');
    const answer = await visit.submit('code', { code: right === '000000' ? '000001' : '000000' });
    expect(codeOfProblem(answer)).toBe('CODE-WRONG');
    expect(await rowsOf(app, `select from identifiers where canonical = 'willy@urs.example'`)).toHaveLength(0);
  });

  it('where policy says no, the address cannot be added', async () => {
    await place.owner.patch(`/api/v1/organizations/${place.org}/settings`, { policies: { addAddress: false } });
    const visit = await open(app, invited, other);
    expect(visit.flow.step).toMatchObject({ addable: [] });
    expect((await visit.submit('add-address')).statusCode).toBe(403);
  });

  it('adding an address ends with the sign-out of the one who adds: the mailbox is never given to them', async () => {
    const visit = await open(app, invited, other);
    await visit.step('add-address');
    await other.delete('/api/v1/session');
    expect((await visit.submit('code', { code: await newestCode(app, 'willy@urs.example') })).statusCode).not.toBe(200);
    app.clock.advance(2 * MINUTE);
    await visit.step('resend-code');
    expect(await visit.step('code', { code: await newestCode(app, 'willy@urs.example') })).toBe('set-password');
    const [anna] = await rowsOf<{ id: string }>(
      app,
      `select account_id as id from identifiers where canonical = 'anna@firma.example'`,
    );
    const [willy] = await rowsOf<{ id: string }>(
      app,
      `select account_id as id from identifiers where canonical = 'willy@urs.example'`,
    );
    expect(willy?.id).not.toBe(anna?.id);
  });

  it('an address that somebody has proven is not added to anybody else', async () => {
    await walkTo(app, await open(app, invited), 'done');
    const second = await invite(
      app,
      { ...place, owner: place.owner },
      { kind: 'company', to: { email: 'kate@urs.example' } },
    );
    await walkTo(app, await open(app, second), 'set-password');
    const visit = await open(app, second, other);
    expect(visit.flow.step).toMatchObject({ name: 'wrong-account', addable: [] });
    expect((await visit.submit('add-address')).statusCode).toBe(403);
    expect((await signIn(app, 'willy@urs.example')).statusCode).toBe(200);
  });
});
