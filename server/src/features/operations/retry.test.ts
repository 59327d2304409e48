import type { Member } from '@gatehouse/contract/member-filters';
import type { Operation } from '@gatehouse/contract/operations';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, invite, join, type Place, rowsOf } from '../../../test/journey.ts';
import { MINUTE, SECOND } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let other: Place;
let base: string;
let administrator: TestClient;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  other = await foundCompany(app, place);
  base = `/api/v1/organizations/${place.org}`;
  administrator = await join(app, place, ['administrator'], 'admin@northwind.example');
  for (const name of ['a', 'b', 'c']) await join(app, place, ['member'], `${name}@northwind.example`);
});
afterAll(() => app.close());

const people = async (): Promise<Map<string, Member>> =>
  new Map(
    (await place.owner.get(`${base}/members?limit=200`))
      .json()
      .items.map((one: Member) => [one.email?.split('@')[0], one]),
  );
const idOf = async (name: string) => (await people()).get(name)?.id ?? '';
const bulk = async (body: object, by = administrator): Promise<Operation> => {
  const answer = await by.post(`${base}/members/bulk`, body);
  expect(answer.statusCode, answer.body).toBe(202);
  await app.deliver();
  return (await by.get(`${base}/operations/${answer.json().id}`)).json();
};
const preview = async (body: object, by = administrator) => by.post(`${base}/members/bulk/roles-preview`, body);

describe('roles of many, before they are changed', () => {
  it('says whose change, who has them already, and who is too high', async () => {
    const ids = await Promise.all(['a', 'b', 'owner', 'admin'].map(idOf));
    const { id: aId } = (await people()).get('a') ?? { id: '' };
    await place.owner.patch(`${base}/members/${aId}`, { roles: ['inviter', 'member'] });
    const now = (await preview({ ids, roles: [] })).json();
    expect(now).toMatchObject({ total: 4, changes: 0, grantable: ['administrator', 'inviter', 'support', 'member'] });
    expect(now.held).toContainEqual({ roles: ['inviter', 'member'], count: 1 });
    expect((await preview({ ids, roles: ['member', 'inviter'] })).json()).toMatchObject({
      total: 4,
      changes: 2, // b, and whoever asks
      same: 1,
      tooHigh: 1,
      self: true,
      lastOwner: false,
    });
    expect((await preview({ ids, roles: ['member'] }, place.owner)).json()).toMatchObject({
      changes: 3,
      same: 1,
      tooHigh: 0,
      self: true,
      lastOwner: true,
    });
    expect((await preview({ filter: { q: 'b@northwind' }, roles: ['support'] })).json()).toMatchObject({
      total: 1,
      changes: 1,
    });
    const [theirs] = (await other.owner.get(`/api/v1/organizations/${other.org}/members`)).json().items;
    expect((await preview({ ids: [theirs.id], roles: ['member'] })).json()).toMatchObject({ total: 0, held: [] });
    expect(codeOfProblem(await preview({ roles: ['member'] }))).toBe('REQUEST-INVALID');
  });

  it('those who have them already are skipped, and those with a higher role refused', async () => {
    const ids = await Promise.all(['a', 'b', 'owner'].map(idOf));
    const ended = await bulk({ action: 'roles', ids, roles: ['inviter', 'member'] });
    expect(ended).toMatchObject({ counts: { done: 1, skipped: 1, failed: 1 }, retryable: true });
    const skipped = (await place.owner.get(`${base}/operations/${ended.id}/rows?state=skipped`)).json().items;
    expect(skipped).toMatchObject([{ problem: { code: 'ROLES-HELD' } }]);
    await place.owner.post(`${base}/operations/${ended.id}/undo`);
    await app.deliver();
    expect((await people()).get('b')?.roles).toEqual(['member']);
  });
});

describe('what was refused', () => {
  it('is tried again, once, with the rights of whoever asks', async () => {
    const ids = await Promise.all(['a', 'owner'].map(idOf));
    const ended = await bulk({ action: 'roles', ids, roles: ['support'] });
    expect(ended.counts).toMatchObject({ done: 1, failed: 1 });
    const retries = await Promise.all([1, 2].map(() => place.owner.post(`${base}/operations/${ended.id}/retry`)));
    expect(retries.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 409]);
    const again = retries.find(({ statusCode }) => statusCode === 202)?.json() as Operation;
    expect(again).toMatchObject({
      kind: 'change-member-roles',
      total: 1,
      undoes: null,
      createdBy: { name: 'Olga Owner' },
    });
    await app.deliver();
    const [row] = (await place.owner.get(`${base}/operations/${again.id}/rows`)).json().items;
    expect(row).toMatchObject({ state: 'failed', problem: { code: 'LAST-OWNER' } });
    expect((await place.owner.get(`${base}/operations/${ended.id}`)).json().retryable).toBe(false);
    expect((await place.owner.get(`${base}/operations/${again.id}`)).json().retryable).toBe(true);
    expect(codeOfProblem(await other.owner.post(`${base}/operations/${again.id}/retry`))).toBe('NOT-FOUND');
    const theirs = `/api/v1/organizations/${other.org}/operations/${again.id}`;
    expect(codeOfProblem(await other.owner.post(`${theirs}/retry`))).toBe('NOT-FOUND');
    expect(codeOfProblem(await other.owner.get(`${theirs}/report`))).toBe('NOT-FOUND');
  });

  it('can be prevented as long as the first time; what was done is not done again', async () => {
    const ids = [];
    for (const name of ['x', 'y'])
      ids.push((await invite(app, place, { kind: 'member', to: { email: `${name}@urs.example` } })).id);
    app.clock.advance(2 * MINUTE);
    const { id } = (await place.owner.post(`${base}/invitations/bulk`, { action: 'resend', ids })).json();
    expect(codeOfProblem(await place.owner.post(`${base}/operations/${id}/retry`))).toBe('OPERATION-STATE');
    app.clock.advance(11 * SECOND);
    await app.deliver();
    expect(codeOfProblem(await place.owner.post(`${base}/operations/${id}/retry`))).toBe('OPERATION-STATE');
    await rowsOf(
      app,
      `update operation_rows set state = 'failed', code = 'INV-CAP', params = '{"limit": 1}' where operation_id = $1 and row = 2`,
      [id],
    );
    await rowsOf(app, `update operations set counts = '{"done": 1, "failed": 1}' where id = $1`, [id]);
    app.clock.advance(2 * MINUTE);
    const again: Operation = (await place.owner.post(`${base}/operations/${id}/retry`)).json();
    expect(again).toMatchObject({ state: 'waiting', total: 1, undoUntil: again.startsAt });
    expect(await app.deliver()).toEqual([]);
    app.clock.advance(11 * SECOND);
    expect((await app.deliver()).map(({ to }) => to.address)).toEqual(['y@urs.example']);
  });
});

it('each result stands in a file, in the language of who asks, and no cell is computed', async () => {
  const ids = await Promise.all(['c', 'owner'].map(idOf));
  await rowsOf(app, `update accounts set name = '=1+1' where id = (select account_id from memberships where id = $1)`, [
    ids[0],
  ]);
  const { id } = await bulk({ action: 'roles', ids, roles: ['support'] });
  const report = await administrator.get(`${base}/operations/${id}/report`, { 'accept-language': 'pl' });
  expect(report.headers['content-type']).toBe('text/csv; charset=utf-8');
  const [header, ...lines] = parse(report.body, { bom: true }) as string[][];
  expect(header?.[2]).toBe('Stan');
  expect(lines.map(([name, subject, state, code]) => [name, subject, state, code])).toEqual([
    ["'=1+1", ids[0], 'Zrobione', ''],
    ['Olga Owner', ids[1], 'Odmowa', 'LAST-OWNER'],
  ]);
  expect(lines[1]?.[4]).not.toBe('LAST-OWNER');
  const refused = await administrator.get(`${base}/operations/${id}/report?state=failed`);
  expect(parse(refused.body, { bom: true })).toHaveLength(2);
});
