import type { Import, ImportRow } from '@gatehouse/contract/imports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Place, rowsOf } from '../../../test/journey.ts';

let app: TestApp;
let place: Place;
let base: string;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}`;
});
afterEach(() => app.close());

const limitTo = (limit: number | null) =>
  rowsOf(app, 'update organizations set member_limit = $2 where id = $1', [place.org, limit]);
const invite = async (email: string) => {
  const answer = await place.owner.post(`${base}/invitations`, { kind: 'member', name: 'Mei Lin', to: { email } });
  expect(answer.statusCode, answer.body).toBe(201);
};
const upload = async (...lines: string[]): Promise<Import> =>
  (await place.owner.post(`${base}/imports`, { text: ['email', ...lines].join('\n') })).json();
const get = async (id: string, query = ''): Promise<Import> =>
  (await place.owner.get(`${base}/imports/${id}${query}`)).json();
const rows = async (id: string, query = ''): Promise<ImportRow[]> =>
  (await place.owner.get(`${base}/imports/${id}/rows?limit=200${query}`)).json().items;
const states = async (id: string, query = '') => (await rows(id, query)).map(({ row, state }) => [row, state]);
const act = async (id: string, what: 'run' | 'retry', body: object = {}) => {
  const answer = await place.owner.post(`${base}/imports/${id}/${what}`, body);
  expect(answer.statusCode, answer.body).toBe(202);
  await app.worker.runDue();
};
const people = (count: number) => Array.from({ length: count }, (_, at) => `row-${at + 1}@list.example`);

/** Somebody with an account and several proven addresses, who is no member here. */
async function accountOf(...addresses: string[]): Promise<void> {
  await rowsOf(
    app,
    `insert into accounts (id, name, state, created_at, updated_at) values ('acc_two', 'Two', 'active', now(), now())`,
  );
  for (const address of addresses)
    await rowsOf(
      app,
      `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, created_at)
       values ('idn_' || $1, 'acc_two', 'email', $1, $1, now(), now())`,
      [address],
    );
}

describe('a dry run where there is a limit of members', () => {
  it('says how many seats are left, and which rows find none; the filter and the report say it too', async () => {
    await limitTo(4);
    await invite('waiting@list.example');
    const { id, seats, counts } = await upload(
      'row-1@list.example',
      'waiting@list.example',
      'x',
      ...people(4).slice(1),
    );
    expect(seats).toEqual({ left: 2, without: 2 });
    expect(counts).toEqual({ new: 2, 'no-seat': 2, again: 1, invalid: 1 });
    expect(await states(id)).toEqual([
      [1, 'new'],
      [2, 'again'],
      [3, 'invalid'],
      [4, 'new'],
      [5, 'no-seat'],
      [6, 'no-seat'],
    ]);
    expect(await states(id, '&state=new')).toEqual([
      [1, 'new'],
      [4, 'new'],
    ]);
    expect(await states(id, '&state=no-seat')).toEqual([
      [5, 'no-seat'],
      [6, 'no-seat'],
    ]);
    const [first] = await rows(id, '&state=no-seat');
    const params = { who: 'list', limit: 4, members: 1, invitations: 1 };
    expect(first?.problem).toEqual({ field: null, code: 'SEATS-FULL', params });
    const page = (await place.owner.get(`${base}/imports/${id}/rows?limit=1&state=no-seat&cursor=5`)).json();
    expect(page.items).toMatchObject([{ row: 6, state: 'no-seat' }]);
    const report = (await place.owner.get(`${base}/imports/${id}/report`)).body;
    expect(report).toContain('5,No seat,SEATS-FULL,No seat is left for this row (4 in all),row-3@list.example');
    const only = (await place.owner.get(`${base}/imports/${id}/report?state=no-seat`)).body.trim().split('\n');
    expect(only).toHaveLength(3);
  });

  it('follows what happens meanwhile, and keeps nobody from being tried: the failed are retried once seats are free', async () => {
    await limitTo(2);
    const { id, counts } = await upload(...people(4));
    expect(counts).toEqual({ new: 1, 'no-seat': 3 });
    await limitTo(3);
    expect(await get(id)).toMatchObject({ seats: { left: 2, without: 2 }, counts: { new: 2, 'no-seat': 2 } });
    // Said a moment before, and no more true when it is run.
    await limitTo(4);
    await act(id, 'run', { kind: 'member' });
    expect(await get(id)).toMatchObject({ seats: null, counts: { created: 3, failed: 1 } });
    expect((await rows(id, '&state=failed')).map(({ row, problem }) => [row, problem?.code])).toEqual([
      [4, 'SEATS-FULL'],
    ]);
    await act(id, 'retry');
    expect((await get(id)).counts).toEqual({ created: 3, failed: 1 });
    await limitTo(5);
    await act(id, 'retry');
    expect((await get(id)).counts).toEqual({ created: 4 });
  });

  it('is silent without a limit, with room for everybody, and of companies, which take no seat', async () => {
    const free = await upload(...people(3));
    expect(free).toMatchObject({ seats: null, counts: { new: 3 } });
    await limitTo(4);
    expect(await get(free.id)).toMatchObject({ seats: { left: 3, without: 0 }, counts: { new: 3 } });
    await limitTo(1);
    expect(await get(free.id)).toMatchObject({ seats: { left: 0, without: 3 }, counts: { 'no-seat': 3 } });
    const asCompanies = '?kind=company';
    expect(await get(free.id, asCompanies)).toMatchObject({ seats: null, counts: { new: 3 } });
    expect(await states(free.id, '&kind=company&state=no-seat')).toEqual([]);
    expect((await place.owner.get(`${base}/imports/${free.id}/report${asCompanies}`)).body).toContain('1,New,,');
    await act(free.id, 'run', { kind: 'company' });
    expect((await get(free.id)).counts).toEqual({ created: 3 });
  });

  it.each<[string, string[], number, (string | number)[][], object]>([
    [
      'two addresses of one account take one seat',
      ['two@list.example', 'two.more@list.example', 'row-1@list.example'],
      1,
      [
        [1, 'new'],
        [2, 'new'],
        [3, 'no-seat'],
      ],
      { created: 2, failed: 1 },
    ],
    [
      'whoever is invited by another address takes none',
      ['two.more@list.example', 'row-1@list.example', 'row-2@list.example'],
      1,
      [
        [1, 'new'],
        [2, 'new'],
        [3, 'no-seat'],
      ],
      { created: 2, failed: 1 },
    ],
  ])('%s, as in the run', async (what, list, left, expected, end) => {
    await accountOf('two@list.example', 'two.more@list.example');
    const isInvited = what.startsWith('whoever');
    if (isInvited) await invite('two@list.example');
    await limitTo(1 + left + (isInvited ? 1 : 0));
    const { id } = await upload(...list);
    expect(await states(id)).toEqual(expected);
    await act(id, 'run', { kind: 'member' });
    expect((await get(id)).counts).toEqual(end);
  });

  it('a run that was stopped says it of what is left', async () => {
    await limitTo(3);
    const { id } = await upload(...people(4));
    await place.owner.post(`${base}/imports/${id}/run`, { kind: 'member' });
    await place.owner.post(`${base}/imports/${id}/stop`);
    expect(await get(id)).toMatchObject({
      state: 'stopped',
      seats: { left: 2, without: 2 },
      counts: { new: 2, 'no-seat': 2 },
    });
  });
});
