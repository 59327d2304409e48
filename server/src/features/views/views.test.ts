import type { SavedView } from '@gatehouse/contract/saved-views';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, join, type Place, rowsOf } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
let other: Place;
let base: string;
let inviter: TestClient;
let support: TestClient;
let administrator: TestClient;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}/views`;
  other = await foundCompany(app, place);
  inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
  support = await join(app, place, ['support'], 'support@northwind.example');
  administrator = await join(app, place, ['administrator'], 'admin@northwind.example');
});
afterAll(() => app.close());
beforeEach(() => rowsOf(app, 'delete from saved_views'));

const BOUNCED = {
  list: 'invitations',
  name: 'Bounced',
  search: { state: 'bounced', sort: 'ends', hide: 'kind,inviter' },
};
const save = (over: object = {}, by: TestClient = place.owner) => by.post(base, { ...BOUNCED, ...over });
const saved = async (over: object = {}, by: TestClient = place.owner): Promise<SavedView> => {
  const answer = await save(over, by);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const list = async (by: TestClient = place.owner, of = 'invitations'): Promise<SavedView[]> =>
  (await by.get(`${base}?list=${of}`)).json().items;
const names = async (by?: TestClient) => (await list(by)).map(({ name }) => name);
const audit = async (id: string) =>
  (await place.owner.get(`/api/v1/organizations/${place.org}/audit-events?subject=${id}`))
    .json()
    .items.map(({ action, change }: { action: string; change: object }) => [action, change]);

describe('a view of one’s own', () => {
  it('keeps filters, order and columns under a name, for its owner alone', async () => {
    const view = await saved();
    expect(view).toMatchObject({
      ...BOUNCED,
      shared: false,
      isDefault: false,
      unfit: [],
      owner: { name: 'Olga Owner' },
    });
    expect(await names()).toEqual(['Bounced']);
    expect(await names(administrator)).toEqual([]);
    for (const by of [administrator, inviter]) {
      expect(codeOfProblem(await by.patch(`${base}/${view.id}`, { name: 'Mine' }))).toBe('NOT-FOUND');
      expect(codeOfProblem(await by.delete(`${base}/${view.id}`))).toBe('NOT-FOUND');
    }
    expect(await audit(view.id)).toEqual([]);
  });

  it('is renamed, overwritten and deleted', async () => {
    const { id } = await saved();
    await place.owner.patch(`${base}/${id}`, { name: 'Came back' });
    const renamed = await list();
    expect(renamed).toMatchObject([{ id, name: 'Came back', search: BOUNCED.search }]);
    await place.owner.patch(`${base}/${id}`, { search: { q: 'urs' } });
    expect(await list()).toMatchObject([{ id, name: 'Came back', search: { q: 'urs' } }]);
    expect((await place.owner.delete(`${base}/${id}`)).statusCode).toBe(204);
    expect(await list()).toEqual([]);
    expect(codeOfProblem(await place.owner.delete(`${base}/${id}`))).toBe('NOT-FOUND');
  });

  it('has a name of its own, in whatever letters, and of one line of 64 letters', async () => {
    const { id } = await saved();
    const second = await save({ name: 'ＢＯＵＮＣＥＤ ' });
    expect(codeOfProblem(second)).toBe('VIEW-EXISTS');
    expect(second.json().params).toEqual({ name: 'ＢＯＵＮＣＥＤ' });
    const free = await saved({ name: 'Free' });
    expect(codeOfProblem(await place.owner.patch(`${base}/${free.id}`, { name: 'bounced' }))).toBe('VIEW-EXISTS');
    expect((await place.owner.patch(`${base}/${id}`, { name: 'BOUNCED' })).json().name).toBe('BOUNCED');
    await saved({ list: 'members', search: { role: 'owner' } });
    await saved({}, inviter);
    await saved({ name: '退'.repeat(64) });
    for (const name of ['', ' ', 'a'.repeat(65), 'two\nlines', 'left\u202eright']) {
      const answer = await save({ name });
      expect([codeOfProblem(answer), answer.json().errors[0].path]).toEqual(['REQUEST-INVALID', 'name']);
    }
  });

  it('of many that save at once under one name one is kept, and never more than fifty', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => save()));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    await rowsOf(
      app,
      `insert into saved_views select 'viw_' || n, organization_id, list, owner_id, shared, 'View ' || n, 'view ' || n,
         search, created_at, updated_at from saved_views, generate_series(1, 48) n`,
    );
    const last = await Promise.all(['x', 'y', 'z'].map((name) => save({ name })));
    expect(last.map((answer) => (answer.statusCode < 400 ? 'DONE' : codeOfProblem(answer))).toSorted()).toEqual([
      'DONE',
      'VIEW-LIMIT',
      'VIEW-LIMIT',
    ]);
    expect(last.find(({ statusCode }) => statusCode === 409)?.json().params).toEqual({ max: 50 });
    await saved({ shared: true }); // counted by itself
    await saved({}, inviter);
  });

  it('holds what the list has, and says what it does not', async () => {
    const wrong = await save({ search: { state: 'molten', colour: 'red', kind: 'member', from: '2026-11-24' } });
    expect(codeOfProblem(wrong)).toBe('REQUEST-INVALID');
    expect(
      wrong
        .json()
        .errors.map(({ path, code }: Record<string, string>) => `${path} ${code}`)
        .toSorted(),
    ).toEqual(['search.colour FIELD-UNKNOWN', 'search.state FIELD-INVALID']);
    expect(codeOfProblem(await save({ search: { cursor: 'abc' } }))).toBe('REQUEST-INVALID');
  });

  it('of an older release opens with what still fits, and loses nothing', async () => {
    const { id } = await saved();
    const old = { state: 'molten', sort: 'ends', colour: 'red' };
    await rowsOf(app, 'update saved_views set search = $2 where id = $1', [id, old]);
    const [view] = await list();
    expect(view?.unfit.toSorted()).toEqual(['colour', 'state']);
    await place.owner.patch(`${base}/${id}`, { name: 'Older', isDefault: true });
    expect(await list()).toMatchObject([{ name: 'Older', search: old }]);
  });
});

describe('a shared view', () => {
  it('is read by everybody who may read the list, and changed by those who may share', async () => {
    expect(codeOfProblem(await save({ shared: true }, inviter))).toBe('FORBIDDEN');
    const own = await saved({}, inviter);
    expect(codeOfProblem(await inviter.patch(`${base}/${own.id}`, { shared: true }))).toBe('FORBIDDEN');
    const { id } = await saved({ shared: true, name: 'For all' });
    expect(await names(inviter)).toEqual(['Bounced', 'For all']); // one's own first
    for (const act of [() => inviter.patch(`${base}/${id}`, { name: 'Mine' }), () => inviter.delete(`${base}/${id}`)])
      expect(codeOfProblem(await act())).toBe('FORBIDDEN');
    expect((await administrator.patch(`${base}/${id}`, { name: 'For everybody' })).statusCode).toBe(200);
    expect(codeOfProblem(await administrator.patch(`${base}/${id}`, { shared: false }))).toBe('FORBIDDEN');
    expect((await place.owner.patch(`${base}/${id}`, { shared: false })).statusCode).toBe(200);
    expect(await names(inviter)).toEqual(['Bounced']);
    expect(await names(administrator)).toEqual([]);
  });

  it('is in the audit log, with what it was and is', async () => {
    const { id } = await saved({ shared: true });
    await administrator.patch(`${base}/${id}`, { search: { state: 'expired' } });
    await administrator.patch(`${base}/${id}`, { isDefault: true });
    await place.owner.patch(`${base}/${id}`, { shared: false });
    await place.owner.patch(`${base}/${id}`, { name: 'Quietly' });
    await place.owner.patch(`${base}/${id}`, { shared: true });
    await administrator.delete(`${base}/${id}`);
    const events = await audit(id);
    expect(events.map(([action]: [string]) => action)).toEqual([
      'view.deleted',
      'view.shared',
      'view.unshared',
      'view.changed',
      'view.shared',
    ]);
    expect(events[3][1]).toEqual({
      list: 'invitations',
      name: 'Bounced',
      search: { before: BOUNCED.search, after: { state: 'expired' } },
    });
  });

  it('is of lists that one may read, and no other', async () => {
    await saved({ shared: true });
    await saved({ list: 'audit-events', name: 'Roles', search: { action: 'membership.roles-changed' }, shared: true });
    const all = (by: TestClient) =>
      by.get(base).then((answer) => answer.json().items.map((one: SavedView) => one.list));
    expect((await all(place.owner)).toSorted()).toEqual(['audit-events', 'invitations']);
    expect(await all(inviter)).toEqual(['invitations']);
    expect(codeOfProblem(await inviter.get(`${base}?list=audit-events`))).toBe('FORBIDDEN');
    expect(codeOfProblem(await save({ list: 'audit-events', search: {} }, inviter))).toBe('FORBIDDEN');
    const [hidden] = await list(place.owner, 'audit-events');
    expect(codeOfProblem(await inviter.patch(`${base}/${hidden?.id}`, { isDefault: true }))).toBe('NOT-FOUND');
    expect((await support.patch(`${base}/${hidden?.id}`, { isDefault: true })).statusCode).toBe(200);
  });

  it('of another organization there is none [A45]', async () => {
    const { id } = await saved({ shared: true });
    const theirs = `/api/v1/organizations/${other.org}/views`;
    expect((await other.owner.get(theirs)).json().items).toEqual([]);
    for (const path of [`${theirs}/${id}`, `${base}/${id}`]) {
      expect(codeOfProblem(await other.owner.patch(path, { name: 'Taken' }))).toBe('NOT-FOUND');
      expect(codeOfProblem(await other.owner.delete(path))).toBe('NOT-FOUND');
    }
    expect(await names()).toEqual(['Bounced']);
  });
});

describe('the default of a list', () => {
  const defaults = async (by: TestClient) =>
    (await list(by)).filter(({ isDefault }) => isDefault).map(({ name }) => name);

  it('is each person’s own, and one', async () => {
    const shared = await saved({ shared: true, name: 'For all' });
    await saved({ isDefault: true });
    expect(await defaults(place.owner)).toEqual(['Bounced']);
    await inviter.patch(`${base}/${shared.id}`, { isDefault: true });
    expect([await defaults(place.owner), await defaults(inviter)]).toEqual([['Bounced'], ['For all']]);
    await place.owner.patch(`${base}/${shared.id}`, { isDefault: true });
    expect(await defaults(place.owner)).toEqual(['For all']);
    await place.owner.patch(`${base}/${shared.id}`, { isDefault: false });
    expect(await defaults(place.owner)).toEqual([]);
    await place.owner.delete(`${base}/${shared.id}`);
    expect(await defaults(inviter)).toEqual([]);
  });
});
