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
  textsTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

const VERA = 'vera@northwind.example';
const EVIL = 'vera@evil.example';
const SECOND = 'second@evil.example';
const NUMBER = '+48512345678';
const PATH = '/api/v1/session/identifiers';

/** Somebody who knows Vera's password is in her account, and changes her address; she presses the link that tells her. */
describe('taking a change back from somebody who has been in the account', () => {
  let app: TestApp;
  let place: Place;
  let thief: TestClient;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await join(app, place, ['member'], VERA);
    app.clock.advance(30 * DAY);
    thief = app.client();
    await signIn(app, VERA, PASSWORD, thief);
  });
  afterEach(() => app.close());

  const items = async (client = thief) =>
    (await client.get(PATH)).json().items as { id: string; shown: string; kind: string }[];
  const idOf = async (shown: string) => (await items()).find((item) => item.shown === shown)?.id ?? '';
  const bring = async (identifier: string, replaces?: string, client = thief) => {
    const asked = await client.post(PATH, { identifier, ...(replaces ? { replaces } : {}) });
    const code = await newestCode(app, identifier);
    const answer = await client.post(`/api/v1/session/identifier-changes/${asked.json().id}/confirm`, { code });
    expect(answer.statusCode, answer.body).toBe(204);
    await app.deliver();
  };
  const linkIn = (text: string | undefined) => /\/undo\/[2-9A-Z]{10}\b/.exec(text ?? '')?.[0] ?? 'no link';
  const press = async (path: string) => {
    const page = await app.client().form(path, {});
    await app.deliver();
    return page;
  };
  const plantPasskey = async (id: string, at: Date) => {
    await rowsOf(
      app,
      `insert into passkeys (id, account_id, credential_id, public_key, counter, backup_eligible, backed_up, name, created_at)
       select $1, account_id, convert_to($1, 'UTF8'), '\\x00', 0, false, false, 'Key', $2 from identifiers where canonical = $3`,
      [id, at, VERA],
    );
  };

  it('nothing that was planted survives: password, passkey, second address, session; what was hers before does [A1, A3, S10]', async () => {
    await plantPasskey('pky_hers', new Date(app.clock.now().getTime() - 20 * DAY));
    await plantPasskey('pky_theirs', app.clock.now());
    await bring(SECOND);
    const planted = 'the password of a thief';
    const set = await thief.post('/api/v1/session/password', { current: PASSWORD, password: planted });
    expect(set.statusCode, set.body).toBe(204);
    await bring(EVIL, await idOf(VERA));
    const page = await press(linkIn(mailsTo(app, VERA).at(-1)?.text));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('href="/forgot"');
    expect((await thief.get('/api/v1/session')).statusCode).toBe(401);
    for (const address of [VERA, EVIL, SECOND]) {
      expect(codeOfProblem(await signIn(app, address, planted)), address).toBe('CRED-WRONG');
    }
    expect(await rowsOf(app, 'select id from passkeys')).toEqual([{ id: 'pky_hers' }]);
    const addresses = `select canonical from identifiers where account_id in (select account_id from identifiers where canonical = $1)`;
    expect(await rowsOf(app, addresses, [VERA])).toEqual([{ canonical: VERA }]);
    for (const address of [EVIL, SECOND]) {
      const before = mailsTo(app, address).length;
      await begin(app.client(), address, { kind: 'recovery', identifier: address });
      await app.deliver();
      expect(
        mailsTo(app, address)
          .slice(before)
          .some(({ text }) => text.includes('/r/')),
        address,
      ).toBe(false);
    }
    expect(mailsTo(app, VERA).map(({ subject }) => subject)).toContain('Your account is secured');
  });

  it('an address that was added and removed again cannot be brought back by its own link', async () => {
    await bring(SECOND);
    expect((await thief.delete(`${PATH}/${await idOf(SECOND)}`)).statusCode).toBe(204);
    await app.deliver();
    const theirs = linkIn(mailsTo(app, SECOND).at(-1)?.text);
    app.clock.advance(MINUTE);
    await bring(EVIL, await idOf(VERA));
    expect((await press(linkIn(mailsTo(app, VERA).at(-1)?.text))).statusCode).toBe(200);
    expect((await press(theirs)).statusCode).toBe(410);
    expect(await rowsOf(app, 'select canonical from identifiers where canonical = $1', [SECOND])).toEqual([]);
  });

  it('another account that has proven meanwhile what was added stands not in the way', async () => {
    await bring(EVIL, await idOf(VERA));
    const link = linkIn(mailsTo(app, VERA).at(-1)?.text);
    await bring(NUMBER);
    expect((await thief.delete(`${PATH}/${(await items()).find(({ kind }) => kind === 'phone')?.id}`)).statusCode).toBe(
      204,
    );
    await signIn(app, 'owner@northwind.example', PASSWORD, place.owner);
    const other = await join(app, place, ['member'], 'other@northwind.example');
    await bring(NUMBER, undefined, other);
    expect(textsTo(app, NUMBER).length).toBeGreaterThan(0);
    expect((await press(link)).statusCode).toBe(200);
    expect((await items(other)).map(({ kind }) => kind)).toContain('phone');
  });

  it('a change that its owner made a while before is left alone', async () => {
    const hers = 'vera.new@northwind.example';
    await bring(hers, await idOf(VERA));
    app.clock.advance(2 * DAY);
    await signIn(app, hers, PASSWORD, thief);
    await bring(EVIL, await idOf(hers));
    expect((await press(linkIn(mailsTo(app, hers).at(-1)?.text))).statusCode).toBe(200);
    const rows = await rowsOf(app, `select canonical from identifiers where canonical like 'vera%'`);
    expect(rows).toEqual([{ canonical: hers }]);
  });
});
