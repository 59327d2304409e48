import type { Invitation } from '@gatehouse/contract/invitations';
import type { Member } from '@gatehouse/contract/member-filters';
import type { Operation, OperationRow } from '@gatehouse/contract/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, invite, join, type Place, rowsOf } from '../../../test/journey.ts';
import { DAY, MINUTE, SECOND } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let other: Place;
let base: string;
beforeAll(async () => {
  app = await createTestApp({ environment: { INVITATIONS_PER_DAY: '100000' } });
  place = await app.setUp();
  other = await foundCompany(app, place);
  base = `/api/v1/organizations/${place.org}`;
});
afterAll(() => app.close());

type Path = 'invitations' | 'members';
const begin = (path: Path, body: object, by: TestClient = place.owner) => by.post(`${base}/${path}/bulk`, body);
async function begun(path: Path, body: object, by: TestClient = place.owner): Promise<Operation> {
  const answer = await begin(path, body, by);
  expect(answer.statusCode, answer.body).toBe(202);
  return answer.json();
}
const get = async (id: string): Promise<Operation> => (await place.owner.get(`${base}/operations/${id}`)).json();
const rows = async (id: string, query = ''): Promise<OperationRow[]> =>
  (await place.owner.get(`${base}/operations/${id}/rows${query}`)).json().items;
const undo = (id: string) => place.owner.post(`${base}/operations/${id}/undo`);
const member = (name: string) => invite(app, place, { kind: 'member', to: { email: `${name}@urs.example` } });
const one = async (id: string): Promise<Invitation> => (await place.owner.get(`${base}/invitations/${id}`)).json();
const people = async (query = ''): Promise<Member[]> =>
  (await place.owner.get(`${base}/members?limit=200${query}`)).json().items;

describe('many invitations at once', () => {
  it('are revoked row by row, each with its own result, and only as many as were confirmed', async () => {
    const [a, b, accepted] = [await member('r1'), await member('r2'), await member('r3')];
    await rowsOf(app, `update invitations set state = 'accepted' where id = $1`, [accepted.id]);
    const ids = [a.id, b.id, accepted.id];
    expect(codeOfProblem(await begin('invitations', { action: 'revoke', ids }))).toBe('REQUEST-INVALID');
    const wrong = await begin('invitations', { action: 'revoke', ids, expected: 2 });
    expect(wrong.json()).toMatchObject({ code: 'OPERATION-COUNT', params: { count: 3 } });
    const { id, total } = await begun('invitations', { action: 'revoke', ids, expected: 3 });
    expect(total).toBe(3);
    await app.deliver();
    expect(await get(id)).toMatchObject({ state: 'done', done: 3, counts: { done: 2, skipped: 1 }, undoUntil: null });
    expect((await one(a.id)).state).toBe('revoked');
    expect((await rows(id)).map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([
      ['done', null],
      ['done', null],
      ['skipped', 'INV-NOT-OPEN'],
    ]);
    expect((await rows(id, '?state=skipped'))[0]?.subject).toEqual({ id: accepted.id, name: 'r3@urs.example' });
    expect(codeOfProblem(await undo(id))).toBe('OPERATION-STATE');
  });

  it('are sent again after ten seconds, and undone until then nothing has left or changed', async () => {
    const invited = [await member('s1'), await member('s2')];
    const ids = invited.map(({ id }) => id);
    app.clock.advance(2 * MINUTE);
    const before = await one(ids[0] as string);
    const first = await begun('invitations', { action: 'resend', ids });
    expect(first).toMatchObject({ state: 'waiting', undoUntil: first.startsAt });
    expect(await app.deliver()).toEqual([]);
    expect((await undo(first.id)).json()).toMatchObject({ id: first.id, state: 'undone', done: 0 });
    app.clock.advance(11 * SECOND);
    expect(await app.deliver()).toEqual([]);
    expect(await one(ids[0] as string)).toEqual(before);

    const second = await begun('invitations', { action: 'resend', ids });
    app.clock.advance(11 * SECOND);
    const mails = await app.deliver();
    expect(mails.map(({ to }) => to.address).sort()).toEqual(['s1@urs.example', 's2@urs.example']);
    expect(await get(second.id)).toMatchObject({ state: 'done', counts: { done: 2 } });
    expect(codeOfProblem(await undo(second.id))).toBe('OPERATION-STATE');
  });

  it('are extended, and taken back where nobody has moved the end since', async () => {
    const [a, b] = [await member('e1'), await member('e2')];
    const [before] = [await one(a.id)];
    const { id } = await begun('invitations', { action: 'extend', ids: [a.id, b.id], days: 3 });
    await app.deliver();
    const moved = await one(a.id);
    expect(Date.parse(moved.expiresAt) - Date.parse(before.expiresAt)).toBe(3 * DAY);
    await place.owner.post(`${base}/invitations/${b.id}/extend`, { days: 1 });
    const ended = await get(id);
    expect(Date.parse(ended.undoUntil ?? '')).toBeGreaterThan(app.clock.now().getTime());
    const undoing: Operation = (await undo(id)).json();
    expect(undoing).toMatchObject({ kind: 'extend-invitations', undoes: id, total: 2 });
    await app.deliver();
    expect(await get(undoing.id)).toMatchObject({ state: 'done', counts: { done: 1, skipped: 1 } });
    expect((await one(a.id)).expiresAt).toBe(before.expiresAt);
    expect((await rows(undoing.id, '?state=skipped'))[0]).toMatchObject({
      subject: { id: b.id },
      problem: { code: 'CONFLICT' },
    });
    expect((await get(id)).undoUntil).toBeNull();
    expect(codeOfProblem(await undo(id))).toBe('OPERATION-STATE');
  });

  it('cannot be taken back for ever', async () => {
    const { id } = await begun('invitations', { action: 'extend', ids: [(await member('late')).id], days: 3 });
    await app.deliver();
    app.clock.advance(10 * MINUTE);
    expect(codeOfProblem(await undo(id))).toBe('OPERATION-STATE');
  });

  it('are all that match a filter, at the moment that it is asked', async () => {
    const wanted = [await member('filtered1'), await member('filtered2')];
    const { id, total } = await begun('invitations', {
      action: 'extend',
      filter: { q: 'filtered' },
      days: 1,
      expected: 2,
    });
    expect(total).toBe(2);
    await member('filtered3');
    await app.deliver();
    expect((await rows(id)).map(({ subject }) => subject.id).sort()).toEqual(wanted.map((row) => row.id).sort());
    expect(codeOfProblem(await begin('invitations', { action: 'extend', filter: { q: 'nobody' }, days: 1 }))).toBe(
      'OPERATION-EMPTY',
    );
  });

  it('are written as a table in which nothing is computed [S70]', async () => {
    const risky = await member('risky');
    await rowsOf(app, `update invitations set name = '=HYPERLINK("https://evil.example")' where id = $1`, [risky.id]);
    for (const selection of [{ ids: [risky.id] }, { filter: { q: 'risky@', state: 'queued,sent,delivered' } }]) {
      const { id } = await begun('invitations', { action: 'export', ...selection });
      await app.deliver();
      expect(await get(id)).toMatchObject({ state: 'done', done: 1, fileName: expect.stringMatching(/^invitations-/) });
      const file = await place.owner.get(`${base}/operations/${id}/file`);
      expect(file.body.startsWith('\ufeffE-mail,')).toBe(true);
      expect(file.body.split('\n')).toHaveLength(3);
      expect(file.body).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    }
  });

  it('need the right that each needs, and of another organization there are none [A45]', async () => {
    const support = await join(app, place, ['support'], 'support@northwind.example');
    const { id } = await member('mine');
    const foreign = await invite(app, other, { kind: 'member', to: { email: 'theirs@urs.example' } });
    expect(codeOfProblem(await begin('invitations', { action: 'revoke', ids: [id], expected: 1 }, support))).toBe(
      'FORBIDDEN',
    );
    expect(codeOfProblem(await begin('invitations', { action: 'extend', ids: [foreign.id], days: 1 }))).toBe(
      'NOT-FOUND',
    );
    expect(codeOfProblem(await begin('invitations', { action: 'export', ids: [foreign.id, 'inv_unknown'] }))).toBe(
      'NOT-FOUND',
    );
    const both = await begun('invitations', { action: 'extend', ids: [foreign.id, id, id], days: 1 });
    expect(both.total).toBe(1);
    await app.deliver();
    expect((await rows(both.id)).map(({ subject }) => subject.id)).toEqual([id]);
    const theirs = await other.owner.get(`/api/v1/organizations/${other.org}/invitations/${foreign.id}`);
    expect(theirs.json().timeline.map(({ event }: { event: string }) => event)).not.toContain('extended');
  });

  it('stop with the rights of whoever began them', async () => {
    const inviter = await join(app, place, ['inviter'], 'soon-gone@northwind.example');
    const ids = [(await member('gone1')).id];
    app.clock.advance(2 * MINUTE);
    const { id } = await begun('invitations', { action: 'resend', ids }, inviter);
    await rowsOf(
      app,
      `update memberships set state = 'suspended' where account_id = (
      select account_id from identifiers where canonical = 'soon-gone@northwind.example')`,
    );
    app.clock.advance(11 * SECOND);
    expect(await app.deliver()).toEqual([]);
    expect(await get(id)).toMatchObject({ state: 'failed', problem: 'FORBIDDEN' });
  });

  it('refuse what contradicts itself', async () => {
    const { id } = await member('odd');
    for (const body of [
      { action: 'extend', ids: [id] },
      { action: 'resend', ids: [id], days: 1 },
      { action: 'resend' },
      { action: 'resend', ids: [id], filter: {} },
      { action: 'resend', filter: { state: 'nothing' } },
      { action: 'resend', filter: { limit: 5 } },
      { action: 'delete', ids: [id] },
      { action: 'resend', ids: [id], organizationId: other.org },
    ]) {
      expect(codeOfProblem(await begin('invitations', body)), JSON.stringify(body)).toBe('REQUEST-INVALID');
    }
  });
});

describe('many people at once', () => {
  const idOf = async (email: string) => {
    const [found] = await people(`&q=${encodeURIComponent(email)}`);
    if (!found) throw new Error(`nobody is ${email}`);
    return found.id;
  };

  it('are suspended at once, and let in again by undoing it; whoever does it is left out with a reason', async () => {
    const client = await join(app, place, ['member'], 'sus1@northwind.example');
    const ids = [await idOf('sus1@northwind.example'), await idOf('owner@northwind.example')];
    const { id } = await begun('members', { action: 'suspend', ids, reason: 'Season is over' });
    await app.deliver();
    expect(await get(id)).toMatchObject({ state: 'done', counts: { done: 1, failed: 1 } });
    expect((await rows(id, '?state=failed'))[0]).toMatchObject({
      subject: { id: ids[1] },
      problem: { code: 'LAST-OWNER' },
    });
    expect((await people('&state=suspended')).map((row) => row.id)).toContain(ids[0]);
    expect((await client.get('/api/v1/session')).json().memberships ?? []).toEqual([]);
    await undo(id);
    await app.deliver();
    expect((await people('&state=suspended')).map((row) => row.id)).not.toContain(ids[0]);
  });

  it('change their roles, and get back those that nobody has changed since', async () => {
    await join(app, place, ['member'], 'role1@northwind.example');
    await join(app, place, ['inviter'], 'role2@northwind.example');
    const [one, two] = [await idOf('role1@northwind.example'), await idOf('role2@northwind.example')];
    const { id } = await begun('members', { action: 'roles', ids: [one, two], roles: ['support'] });
    await app.deliver();
    const roleOf = async (of: string) => (await people()).find((row) => row.id === of)?.roles;
    expect([await roleOf(one), await roleOf(two)]).toEqual([['support'], ['support']]);
    await place.owner.patch(`${base}/members/${one}`, { roles: ['administrator'] });
    const undoing: Operation = (await undo(id)).json();
    await app.deliver();
    expect([await roleOf(one), await roleOf(two)]).toEqual([['administrator'], ['inviter']]);
    expect(await get(undoing.id)).toMatchObject({ counts: { done: 1, skipped: 1 } });
  });

  it('nobody gives more than they have, nor touches who is above them [A10]', async () => {
    const admin = await join(app, place, ['administrator'], 'admin@northwind.example');
    const owner = await idOf('owner@northwind.example');
    expect(codeOfProblem(await begin('members', { action: 'roles', ids: [owner], roles: ['owner'] }, admin))).toBe(
      'ROLE-TOO-HIGH',
    );
    const { id } = await begun('members', { action: 'suspend', ids: [owner] }, admin);
    await app.deliver();
    expect(await get(id)).toMatchObject({ counts: { failed: 1 } });
    expect((await rows(id))[0]).toMatchObject({ problem: { code: 'LAST-OWNER' } });
    const support = await join(app, place, ['support'], 'helper@northwind.example');
    expect(codeOfProblem(await begin('members', { action: 'end-sessions', ids: [owner] }, support))).toBe('FORBIDDEN');
  });

  it('are signed out everywhere here, and written as a table', async () => {
    const client = await join(app, place, ['member'], 'out@northwind.example');
    const ids = [await idOf('out@northwind.example')];
    const { id } = await begun('members', { action: 'end-sessions', ids });
    await app.deliver();
    expect(await get(id)).toMatchObject({ counts: { done: 1 }, undoUntil: null });
    expect((await client.get('/api/v1/session')).statusCode).toBe(401);
    const exported = await begun('members', { action: 'export', filter: { q: 'out@northwind' } });
    await app.deliver();
    const file = await place.owner.get(`${base}/operations/${exported.id}/file`);
    expect(file.body).toContain('out@northwind.example,Member,Active');
  });

  it('of another organization there are none [A45]', async () => {
    const [theirs] = (await other.owner.get(`/api/v1/organizations/${other.org}/members`)).json().items;
    expect(codeOfProblem(await begin('members', { action: 'suspend', ids: [theirs.id] }))).toBe('NOT-FOUND');
    expect(codeOfProblem(await begin('members', { action: 'export', ids: [theirs.id] }))).toBe('NOT-FOUND');
  });
});
