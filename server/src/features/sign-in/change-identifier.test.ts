import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  invite,
  join,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

const OWNER = 'owner@northwind.example';
const NEW = 'olga@northwind.example';
const NUMBER = '+48512345678';
const PATH = '/api/v1/session/identifiers';
const CHANGES = '/api/v1/session/identifier-changes';

type Item = { id: string; shown: string; primary: boolean; verified: boolean; removable: boolean; kind: string };

describe('what I am found by', () => {
  let app: TestApp;
  let place: Place;
  let me: TestClient;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    me = place.owner;
  });
  afterEach(() => app.close());

  const list = async (client = me) =>
    (await client.get(PATH)).json() as { items: Item[]; changes: { id: string }[]; oneNumber: boolean };
  const idOf = async (shown: string) => (await list()).items.find((item) => item.shown === shown)?.id ?? '';
  const ask = async (body: Record<string, unknown>, client = me) => {
    const answer = await client.post(PATH, body);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().id as string;
  };
  const confirm = async (id: string, address: string, client = me) =>
    client.post(`${CHANGES}/${id}/confirm`, { code: await newestCode(app, address) });
  const replace = async (identifier = NEW) => {
    const id = await ask({ identifier, replaces: await idOf(OWNER) });
    expect((await confirm(id, identifier)).statusCode).toBe(204);
    await app.deliver();
  };
  /** As the page after the press leads: a new password, by a link to the address that is back. */
  const enterByLink = async () => {
    await begin(app.client(), OWNER, { kind: 'recovery', identifier: OWNER });
    await app.deliver();
    const token = /\/r\/([\w-]{43})/.exec(mailsTo(app, OWNER).at(-1)?.text ?? '')?.[1] ?? '';
    const visit = await begin(me, OWNER, { kind: 'recovery', token });
    expect(await visit.step('set-password', { password: 'a quite different horse' })).toBe('done');
  };
  const undoPath = (text: string | undefined) => /\/undo\/[2-9A-Z]{10}\b/.exec(text ?? '')?.[0] ?? 'no link';

  it('is one proven address at first: the last way in, which stays', async () => {
    const { items, oneNumber } = await list();
    expect(items).toMatchObject([{ shown: OWNER, verified: true, primary: true, removable: false }]);
    expect(oneNumber).toBe(false);
    expect(codeOfProblem(await me.delete(`${PATH}/${items[0]?.id}`))).toBe('LAST-IDENTIFIER');
    expect(await list()).toMatchObject({ items: [{ shown: OWNER }] });
  });

  it('changes after a fresh proof only [S22]', async () => {
    const id = await idOf(OWNER);
    app.clock.advance(16 * MINUTE);
    for (const answer of [
      await me.post(PATH, { identifier: NEW }),
      await me.post(`${PATH}/${id}/primary`),
      await me.delete(`${PATH}/${id}`),
    ]) {
      expect(codeOfProblem(answer)).toBe('PROOF-NEEDED');
    }
  });

  it('takes a new address once its code was typed, and nobody signs in by it before [A32, A33]', async () => {
    const id = await ask({ identifier: NEW, replaces: await idOf(OWNER) });
    expect((await list()).items.map(({ shown }) => shown)).toEqual([OWNER]);
    expect(codeOfProblem(await signIn(app, NEW))).toBe('CRED-WRONG');
    expect(codeOfProblem(await me.post(`${CHANGES}/${id}/confirm`, { code: '000000' }))).toBe('CODE-WRONG');
    expect((await confirm(id, NEW)).statusCode).toBe(204);
    expect((await list()).items).toMatchObject([{ shown: NEW, primary: true, verified: true }]);
    expect((await signIn(app, NEW)).statusCode).toBe(200);
    expect(codeOfProblem(await signIn(app, OWNER))).toBe('CRED-WRONG');
    const acts = await rowsOf(app, `select change from audit_events where action = 'account.identifier-changed'`);
    expect(acts).toEqual([{ change: { act: 'replace', kind: 'email' } }]);
  });

  it('tells the former address at once, which takes it back for seven days by a press [S23, S64, A49]', async () => {
    await replace();
    const [notice] = mailsTo(app, OWNER).slice(-1);
    expect(notice?.subject).toBe('The e-mail address of your account was changed');
    expect(notice?.text).not.toContain(NEW);
    const path = undoPath(notice?.text);
    const stranger = app.client();
    for (const _ of [1, 2]) expect((await stranger.get(path)).statusCode).toBe(200);
    expect((await list()).items).toMatchObject([{ shown: NEW }]);
    app.clock.advance(7 * DAY - HOUR);
    const answers = await Promise.all(Array.from({ length: 16 }, () => stranger.form(path, {})));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(15).fill(410)]);
    expect((await me.get('/api/v1/session')).statusCode).toBe(401);
    expect(codeOfProblem(await signIn(app, NEW))).toBe('CRED-WRONG');
    await enterByLink();
    expect((await list()).items).toMatchObject([{ shown: OWNER, primary: true }]);
  });

  it('cannot be taken back after seven days, nor by anything else', async () => {
    await replace();
    const path = undoPath(mailsTo(app, OWNER).at(-1)?.text);
    app.clock.advance(7 * DAY + MINUTE);
    const page = await app.client().form(path, {});
    expect(page.statusCode).toBe(410);
    expect(page.body).toContain('UNDO-GONE');
    expect((await app.client().get('/undo/AAAAAAAAAA')).statusCode).toBe(410);
  });

  it('what was changed after it is taken back with it', async () => {
    await replace();
    const path = undoPath(mailsTo(app, OWNER).at(-1)?.text);
    await confirm(await ask({ identifier: NUMBER }), NUMBER);
    const third = 'third@northwind.example';
    await confirm(await ask({ identifier: third, replaces: await idOf(NEW) }), third);
    expect((await app.client().form(path, {})).statusCode).toBe(200);
    await enterByLink();
    expect((await list()).items.map(({ shown }) => shown)).toEqual([OWNER]);
  });

  it('a number is told by text message, with a link that fits one part', async () => {
    await confirm(await ask({ identifier: NUMBER }), NUMBER);
    expect(mailsTo(app, OWNER).length).toBe(0);
    await app.deliver();
    expect(mailsTo(app, OWNER).at(-1)?.subject).toBe('A phone number was added to your account');
    const other = '+48512345679';
    const { items } = await list();
    const id = await ask({ identifier: other, replaces: items.find(({ kind }) => kind === 'phone')?.id });
    await confirm(id, other);
    await app.deliver();
    const text = textsTo(app, NUMBER).at(-1);
    expect(text).toContain('was changed');
    expect((await app.client().form(undoPath(text), {})).statusCode).toBe(200);
    const numbers = await rowsOf(app, `select canonical from identifiers where kind = 'phone'`);
    expect(numbers).toEqual([{ canonical: NUMBER }]);
  });

  it('another can be made the primary one, and removed', async () => {
    await confirm(await ask({ identifier: NEW }), NEW);
    expect((await list()).items.map(({ shown, primary }) => [shown, primary])).toEqual([
      [OWNER, true],
      [NEW, false],
    ]);
    expect((await me.post(`${PATH}/${await idOf(NEW)}/primary`)).statusCode).toBe(204);
    expect((await me.get('/api/v1/session')).json().account.email).toBe(NEW);
    expect((await me.delete(`${PATH}/${await idOf(OWNER)}`)).statusCode).toBe(204);
    expect((await list()).items).toMatchObject([{ shown: NEW, primary: true, removable: false }]);
    await app.deliver();
    expect(mailsTo(app, OWNER).map(({ subject }) => subject)).toContain(
      'An e-mail address was removed from your account',
    );
  });

  it('of two removed at once one stays [A26]', async () => {
    await confirm(await ask({ identifier: NEW }), NEW);
    const ids = (await list()).items.map(({ id }) => id);
    const gone = await Promise.all(Array.from({ length: 16 }, (_, n) => me.delete(`${PATH}/${ids[n % 2]}`)));
    expect(gone.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    expect((await list()).items).toHaveLength(1);
  });

  it('is confirmed once, of sixteen at once, and by the session that asked only [S15, S16, A48]', async () => {
    const other = app.client();
    await signIn(app, OWNER, PASSWORD, other);
    const id = await ask({ identifier: NEW, replaces: await idOf(OWNER) });
    const code = await newestCode(app, NEW);
    expect(codeOfProblem(await other.post(`${CHANGES}/${id}/confirm`, { code }))).toBe('NOT-FOUND');
    const all = await Promise.all(Array.from({ length: 16 }, () => me.post(`${CHANGES}/${id}/confirm`, { code })));
    expect(all.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    await app.deliver();
    expect(mailsTo(app, OWNER).filter(({ subject }) => subject.includes('was changed'))).toHaveLength(1);
  });

  it('a code of a sign-in changes nothing [S16]', async () => {
    const id = await ask({ identifier: NEW });
    await app.deliver();
    const visit = await begin(app.client(), OWNER, { kind: 'sign-in', identifier: OWNER });
    await visit.step('choose-method', { method: 'email-code' });
    const answer = await me.post(`${CHANGES}/${id}/confirm`, { code: await newestCode(app, OWNER) });
    expect(codeOfProblem(answer)).toBe('CODE-WRONG');
  });

  it('a change that waits dies with a password, a second factor, a suspension, and an hour [A4]', async () => {
    const member = await join(app, place, ['member'], 'mia@northwind.example');
    const begun = async (client: TestClient) => ask({ identifier: NEW }, client);
    const isDead = async (client: TestClient, id: string) => {
      const answer = await client.post(`${CHANGES}/${id}/confirm`, { code: await newestCode(app, NEW) });
      return answer.statusCode === 404 && codeOfProblem(answer) === 'NOT-FOUND';
    };
    let id = await begun(me);
    await me.post('/api/v1/session/password', { current: PASSWORD, password: 'another long password of mine' });
    expect(await isDead(me, id)).toBe(true);
    app.clock.advance(2 * MINUTE);
    id = await begun(me);
    await me.post('/api/v1/session/factors/recovery-codes');
    expect(await isDead(me, id)).toBe(true);
    app.clock.advance(2 * MINUTE);
    await begun(member);
    const [mia] = await rowsOf(app, `select m.id from memberships m where not 'owner' = any(m.roles)`);
    await me.post(`/api/v1/organizations/${place.org}/members/${mia?.id}/suspend`, { reason: 'On leave' });
    expect(await rowsOf(app, `select 1 from identifier_changes where state = 'waiting'`)).toEqual([]);
    await signIn(app, OWNER, 'another long password of mine', me);
    id = await begun(me);
    app.clock.advance(HOUR + MINUTE);
    expect(await isDead(me, id)).toBe(true);
  });

  it('somebody else’s address: the same answer for everyone, and a refusal only after the proof [A34]', async () => {
    await join(app, place, ['member'], 'mia@northwind.example');
    const id = await ask({ identifier: 'mia@northwind.example' });
    expect(codeOfProblem(await confirm(id, 'mia@northwind.example'))).toBe('IDENTIFIER-TAKEN');
    expect((await list()).items).toHaveLength(1);
    const again = await me.post(PATH, { identifier: OWNER.toUpperCase() });
    expect(again.json().errors).toMatchObject([{ path: 'identifier', code: 'IDENTIFIER-YOURS' }]);
  });

  it('somebody else’s number moves to whoever proves it, and they are told by mail (scenario 23)', async () => {
    const member = await join(app, place, ['member'], 'mia@northwind.example');
    await confirm(await ask({ identifier: NUMBER }, member), NUMBER, member);
    app.clock.advance(2 * MINUTE);
    expect((await confirm(await ask({ identifier: NUMBER }), NUMBER)).statusCode).toBe(204);
    expect((await list(member)).items.map(({ kind }) => kind)).toEqual(['email']);
    expect((await list()).items.map(({ kind }) => kind)).toEqual(['email', 'phone']);
    await app.deliver();
    const told = mailsTo(app, 'mia@northwind.example').at(-1);
    expect(told?.subject).toBe('Your phone number was removed from your account');
  });

  it('what somebody planted without proof is lost to whoever proves it [A3, A7]', async () => {
    await rowsOf(
      app,
      `insert into accounts (id, state, name, created_at, updated_at) values ('acc_planter', 'pending', 'X', now(), now())`,
    );
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, created_at)
        values ('idn_planted', 'acc_planter', 'email', $1, $1, now())`,
      [NEW],
    );
    expect((await confirm(await ask({ identifier: NEW }), NEW)).statusCode).toBe(204);
    expect(await rowsOf(app, `select state from accounts where id = 'acc_planter'`)).toEqual([{ state: 'deleted' }]);
  });

  it('an administrator asks, and only the member makes it so, in their own session', async () => {
    const member = await join(app, place, ['member'], 'mia@northwind.example');
    const [mia] = await rowsOf(app, `select id from memberships where not 'owner' = any(roles)`);
    const path = `/api/v1/organizations/${place.org}/members/${mia?.id}/identifier-change`;
    expect((await me.post(path, { identifier: NEW })).statusCode).toBe(204);
    await app.deliver();
    expect(mailsTo(app, 'mia@northwind.example').at(-1)?.subject).toBe('Please confirm your new e-mail address');
    expect(mailsTo(app, NEW)).toEqual([]);
    const { changes } = await list(member);
    expect(changes).toMatchObject([{ to: NEW, askedBy: 'Northwind Machines', begun: false }]);
    const id = changes[0]?.id ?? '';
    expect((await me.post(`${CHANGES}/${id}/code`)).statusCode).toBe(404);
    expect((await member.post(`${CHANGES}/${id}/code`)).statusCode).toBe(200);
    expect((await confirm(id, NEW, member)).statusCode).toBe(204);
    expect((await list(member)).items).toMatchObject([{ shown: NEW, primary: true }]);
    expect(codeOfProblem(await member.post(path, { identifier: OWNER }))).toBe('FORBIDDEN');
  });

  it('who runs less asks nothing of who runs more', async () => {
    const admin = await join(app, place, ['administrator'], 'adam@northwind.example');
    const [owner] = await rowsOf(app, `select id from memberships where 'owner' = any(roles)`);
    const path = `/api/v1/organizations/${place.org}/members/${owner?.id}/identifier-change`;
    expect(codeOfProblem(await admin.post(path, { identifier: NEW }))).toBe('ROLE-TOO-HIGH');
  });

  it('whoever has a number and no password proves it anew by a code there, and is told to add another way', async () => {
    const invited = await invite(app, place, { kind: 'member', to: { phone: NUMBER }, name: 'Mia Moor' });
    const { client } = await walkTo(app, await open(app, invited), 'done');
    await rowsOf(
      app,
      `delete from passwords where account_id in (select account_id from identifiers where canonical = $1)`,
      [NUMBER],
    );
    expect((await list(client)).oneNumber).toBe(true);
    app.clock.advance(HOUR);
    expect(codeOfProblem(await client.post(PATH, { identifier: NEW }))).toBe('PROOF-NEEDED');
    const visit = await begin(client, NUMBER, { kind: 'confirm' });
    expect(visit.flow.step).toMatchObject({ name: 'code', channel: 'sms' });
    expect(await visit.step('code', { code: await newestCode(app, NUMBER) })).toBe('done');
    expect((await confirm(await ask({ identifier: NEW }, client), NEW, client)).statusCode).toBe(204);
    expect((await list(client)).oneNumber).toBe(false);
  });
});
