import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  join,
  mailsTo,
  newestCode,
  type Place,
  rowsOf,
  signIn,
  worldOf,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

const VERA = 'vera@northwind.example';
const HTML = { accept: 'text/html' };

let app: TestApp;
let place: Place;
let usual: TestClient;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  usual = await join(app, place, ['member'], VERA);
});
afterEach(() => app.close());

const subjects = async () => {
  await app.deliver();
  return mailsTo(app, VERA).map(({ subject }) => subject);
};
const linkIn = async () => {
  await app.deliver();
  const { text } = mailsTo(app, VERA).findLast((mail) => mail.text.includes('/not-me/')) ?? { text: '' };
  return /\/not-me\/[\w-]{43}/.exec(text)?.[0] ?? '';
};

describe('a notice of a sign-in', () => {
  it('comes for a browser that the account does not know, and for no other, whatever it calls itself [S23]', async () => {
    await usual.delete('/api/v1/session');
    await signIn(app, VERA, PASSWORD, usual);
    expect(await subjects()).not.toContain('New sign-in to your account');
    const same = app.client({ headers: { 'user-agent': 'the same browser by its name' } });
    await signIn(app, VERA, PASSWORD, same);
    await same.delete('/api/v1/session');
    await signIn(app, VERA, PASSWORD, same);
    await signIn(app, VERA, PASSWORD, app.client({ headers: { 'user-agent': 'the same browser by its name' } }));
    expect((await subjects()).filter((subject) => subject === 'New sign-in to your account')).toHaveLength(2);
  });

  it('says so where the network is new too, or failures came before', async () => {
    await signIn(app, VERA, PASSWORD, app.client({ ip: '203.0.113.9' }));
    expect((await subjects()).at(-1)).toBe('Unusual sign-in to your account');
    await signIn(app, VERA, PASSWORD, app.client({ ip: '203.0.113.77' }));
    expect((await subjects()).at(-1)).toBe('New sign-in to your account');
    for (let time = 0; time < 3; time++) await signIn(app, VERA, 'not the password at all', app.client());
    await signIn(app, VERA, PASSWORD, app.client());
    expect((await subjects()).at(-1)).toBe('Unusual sign-in to your account');
  });

  it('names the place, and takes a new network in a known country for nothing unusual', async () => {
    const at = (ip: string) => ({ country: ip.startsWith('198.') ? 'PL' : 'TW', city: 'Taipei' });
    const places = {
      known: true,
      find: at,
      locate: (ip: string) => ({ ...at(ip), latitude: 0, longitude: 0 }),
    };
    Object.assign(app.services, { places });
    await signIn(app, VERA, PASSWORD, app.client({ ip: '203.0.113.9' }));
    expect((await subjects()).at(-1)).toBe('New sign-in to your account');
    expect(mailsTo(app, VERA).at(-1)?.text).toContain('Taipei, TW');
    await signIn(app, VERA, PASSWORD, app.client({ ip: '198.51.100.9' }));
    expect((await subjects()).at(-1)).toBe('Unusual sign-in to your account');
  });

  it('goes out though nothing else may be sent to the address any more, to every proven address', async () => {
    const [account] = await rowsOf<{ id: string }>(
      app,
      'select account_id as id from identifiers where canonical = $1',
      [VERA],
    );
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, created_at)
       values ('idn_2', $1, 'email', 'vera@home.example', 'vera@home.example', now(), 'code', now())`,
      [account?.id],
    );
    await signIn(app, VERA, PASSWORD, app.client());
    await app.deliver();
    expect(mailsTo(app, 'vera@home.example').map(({ subject }) => subject)).toEqual(['New sign-in to your account']);
    expect(await subjects()).toContain('New sign-in to your account');
  });
});

describe('“This wasn’t me”', () => {
  it('opened by a program changes nothing; pressed it ends whatever somebody else had [S64, A2]', async () => {
    const thief = app.client();
    await signIn(app, VERA, PASSWORD, thief);
    const link = await linkIn();
    const before = await worldOf(app);
    const scanner = app.client({ ip: '203.0.113.9', headers: HTML });
    for (let time = 0; time < 3; time++) expect((await scanner.get(link)).statusCode).toBe(200);
    expect((await app.http.inject({ method: 'HEAD', url: link })).statusCode).toBe(200);
    expect(await worldOf(app)).toEqual(before);

    const pressed = await app.client({ headers: HTML }).form(link, {});
    expect(pressed.statusCode).toBe(200);
    expect(pressed.body).toContain('Your account is secured');
    for (const browser of [thief, usual]) expect((await browser.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await signIn(app, VERA, PASSWORD, usual))).toBe('CRED-WRONG');
    expect(
      await rowsOf(app, 'select 1 as one from devices d join identifiers i using (account_id) where i.canonical = $1', [
        VERA,
      ]),
    ).toEqual([]);
    expect((await subjects()).at(-1)).toBe('Your account is secured');

    const visit = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    await visit.step('choose-method', { method: 'email-code' });
    expect(await visit.step('code', { code: await newestCode(app, VERA) })).toBe('done');
    const log = await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?action=account.disowned`);
    expect(log.json().items).toHaveLength(1);
  });

  it('takes away what was planted since, and leaves what was there before [A3]', async () => {
    const [account] = await rowsOf<{ id: string }>(
      app,
      'select account_id as id from identifiers where canonical = $1',
      [VERA],
    );
    const plant = (id: string, at: Date) =>
      rowsOf(
        app,
        `insert into passkeys (id, account_id, credential_id, public_key, counter, backup_eligible, backed_up, name, created_at)
         values ($1, $2, convert_to($1, 'UTF8'), '\\x00', 0, false, false, 'Key', $3)`,
        [id, account?.id, at],
      );
    app.clock.advance(MINUTE);
    await signIn(app, VERA, PASSWORD, app.client());
    const link = await linkIn();
    await plant('pky_hers', new Date(app.clock.now().getTime() - 8 * DAY));
    await plant('pky_first', new Date(app.clock.now().getTime() - DAY));
    app.clock.advance(MINUTE);
    await plant('pky_theirs', app.clock.now());
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, created_at)
       values ('idn_x', $1, 'email', 'x@evil.example', 'x@evil.example', $2, 'code', $2)`,
      [account?.id, app.clock.now()],
    );
    await app.client({ headers: HTML }).form(link, {});
    expect(await rowsOf(app, 'select canonical from identifiers where account_id = $1', [account?.id])).toEqual([
      { canonical: VERA },
    ]);
    expect(await rowsOf(app, 'select id from passkeys')).toEqual([{ id: 'pky_hers' }]);
  });

  it('ends what was half done: a proof given before is worth nothing after it', async () => {
    const thief = await begin(app.client(), VERA, { kind: 'sign-in', identifier: VERA });
    await signIn(app, VERA, PASSWORD, app.client());
    const link = await linkIn();
    await rowsOf(
      app,
      'update flows set account_id = (select account_id from identifiers where canonical = $1), authenticated_at = now() where id = $2',
      [VERA, thief.flow.id],
    );
    await app.client({ headers: HTML }).form(link, {});
    expect(codeOfProblem(await thief.submit('password', { password: PASSWORD }))).toBe('FLOW-EXPIRED');
  });

  it('works once, of sixteen presses at once, and for seven days [A49]', async () => {
    await signIn(app, VERA, PASSWORD, app.client());
    const link = await linkIn();
    const presses = await Promise.all(Array.from({ length: 16 }, () => app.client({ headers: HTML }).form(link, {})));
    expect(presses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(presses.filter(({ statusCode }) => statusCode === 410)).toHaveLength(15);
    expect((await subjects()).filter((subject) => subject === 'Your account is secured')).toHaveLength(1);
    await place.owner.delete('/api/v1/session');
    await signIn(app, 'owner@northwind.example', PASSWORD, app.client());
    await app.deliver();
    const { text } = mailsTo(app, 'owner@northwind.example').at(-1) ?? { text: '' };
    const late = /\/not-me\/[\w-]{43}/.exec(text)?.[0] ?? '';
    app.clock.advance(7 * DAY + MINUTE);
    expect((await app.client({ headers: HTML }).form(late, {})).statusCode).toBe(410);
    expect((await app.client({ headers: HTML }).get(late)).body).toContain('NOT-ME-GONE');
  });

  it('is kept as a hash, and its page speaks the reader’s language', async () => {
    await signIn(app, VERA, PASSWORD, app.client());
    const link = await linkIn();
    const stored = JSON.stringify([
      ...(await rowsOf(app, 'select to_jsonb(d) as row from disavowals d')),
      ...(await rowsOf(app, 'select to_jsonb(m) as row from messages m')),
    ]);
    expect(stored).not.toContain(link.slice('/not-me/'.length));
    for (const [lang, words] of [
      ['pl', 'Zabezpiecz moje konto'],
      ['ru', 'Защитить мою учётную запись'],
      ['zh-TW', '保護我的帳戶'],
    ]) {
      expect((await app.client({ headers: HTML }).get(`${link}?lang=${lang}`)).body).toContain(words);
    }
  });
});
