import type { Import, ImportRow } from '@gatehouse/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { begin, codeOfProblem, join, mailsTo, newestCode, type Place, rowsOf, walkTo } from '../../../test/journey.ts';
import { HOUR } from '../../kernel/clock.ts';

describe('an import whose rows become members', { timeout: 60_000 }, () => {
  let app: TestApp;
  let place: Place;
  let base: string;
  beforeAll(async () => {
    app = await createTestApp({ environment: { INVITATIONS_PER_DAY: '100000' } });
    place = await app.setUp();
    base = `/api/v1/organizations/${place.org}/imports`;
  });
  afterAll(() => app.close());

  const upload = async (lines: readonly string[]): Promise<Import> =>
    (await place.owner.post(base, { text: lines.join('\n') })).json();
  const get = async (id: string): Promise<Import> => (await place.owner.get(`${base}/${id}`)).json();
  const rows = async (id: string): Promise<ImportRow[]> =>
    (await place.owner.get(`${base}/${id}/rows?limit=200`)).json().items;
  const run = async (id: string, options: object = { kind: 'member', added: true }): Promise<Import> => {
    const answer = await place.owner.post(`${base}/${id}/run`, options);
    expect(answer.statusCode, answer.body).toBe(202);
    await app.worker.runDue();
    return get(id);
  };
  const problems = async (id: string) =>
    (await rows(id)).map(({ state, problem }) => [state, problem?.code ?? null, problem?.field ?? null]);
  const add = (username: string, email: string) =>
    place.owner.post(`/api/v1/organizations/${place.org}/members`, { name: 'Li', to: { email }, username });

  it('classes its rows by user name too: none, somebody’s, twice in the file', async () => {
    await join(app, place, ['member'], 'inside@northwind.example');
    await add('Taken', 'kept@northwind.example');
    const item = await upload([
      'Name,E-mail,User name',
      'Ann,ann@northwind.example,ann',
      'Bob,bob@northwind.example,TAKEN',
      'Cat,cat@northwind.example,ANN',
      'Dan,dan@northwind.example,1234',
      'Eve,kept@northwind.example,taken',
      'Fay,inside@northwind.example,fay',
      'Gus,gus@northwind.example,',
      'Ann,ann@northwind.example,ann',
    ]);
    expect(item.mapping).toEqual(['name', 'email', 'username']);
    expect(item.counts).toEqual({ new: 2, invalid: 3, again: 2, member: 1 });
    expect(await problems(item.id)).toEqual([
      ['new', null, null],
      ['invalid', 'USERNAME-TAKEN', 'username'],
      ['invalid', 'IMPORT-NAME-TWICE', 'username'],
      ['invalid', 'USERNAME-INVALID', 'username'],
      ['again', 'INV-ALREADY-INVITED', null],
      ['member', 'INV-ALREADY-MEMBER', null],
      ['new', null, null],
      ['again', 'IMPORT-ROW-DUPLICATE', null],
    ]);
    const edit = (row: number, username: string) =>
      place.owner.patch(`${base}/${item.id}/rows/${row}`, { cells: { username } });
    expect((await edit(2, 'Ann')).json().problem).toMatchObject({ code: 'IMPORT-NAME-TWICE', params: { row: 1 } });
    expect((await edit(2, 'bob')).json()).toMatchObject({ state: 'new', problem: null });
    const done = await run(item.id);
    expect(done.counts).toEqual({ created: 3, failed: 2, skipped: 3 });
    expect(done.options).toMatchObject({ kind: 'member', added: true });
    const made = await rowsOf(
      app,
      `select name, added, username from invitations where id in (select invitation_id from import_rows where import_id = $1) order by name`,
      [item.id],
    );
    expect(made).toEqual([
      { name: 'Ann', added: true, username: 'ann' },
      { name: 'Bob', added: true, username: 'bob' },
      { name: 'Gus', added: true, username: null },
    ]);
    await app.deliver();
    expect(mailsTo(app, 'ann@northwind.example').map(({ subject }) => subject)).toEqual(['Activate your account']);
    const report = (await place.owner.get(`${base}/${item.id}/report`)).body;
    expect(report).toContain('1,Added,,,ann@northwind.example,,Ann,ann');
  });

  it('lets its people in with a code alone, under their user name', async () => {
    const email = 'ann@northwind.example';
    const visit = await begin(app.client(), email, { kind: 'sign-in', identifier: email });
    await visit.step('choose-method', { method: 'email-code' });
    await app.deliver();
    expect(await visit.step('code', { code: await newestCode(app, email) })).toBe('set-password');
    await walkTo(app, visit, 'done');
    const { items } = (await place.owner.get(`/api/v1/organizations/${place.org}/members?q=ann`)).json();
    const record = (await place.owner.get(`/api/v1/organizations/${place.org}/members/${items[0].id}`)).json();
    expect(record).toMatchObject({ name: 'Ann', username: 'ann' });
  });

  it('changes nothing when the same file comes again, before the run or after', async () => {
    const list = ['name,email,username', 'Hal,hal@northwind.example,hal', 'Ida,ida@northwind.example,ida'];
    const [one, other] = [await upload(list), await upload(list)];
    expect([one.counts, other.counts]).toEqual([{ new: 2 }, { new: 2 }]);
    expect((await run(one.id)).counts).toEqual({ created: 2 });
    // Of two that were checked at the same time the second skips: the names are of the same people.
    expect((await run(other.id)).counts).toEqual({ skipped: 2 });
    const third = await upload(list);
    expect(third.counts).toEqual({ again: 2 });
    const sql = `select count(*)::int as count from invitations where address_canonical like any(array['hal@%', 'ida@%'])`;
    expect(await rowsOf(app, sql)).toEqual([{ count: 2 }]);
    const held = `select name from user_names where name in ('hal', 'ida') and invitation_id is not null order by name`;
    expect(await rowsOf(app, held)).toEqual([{ name: 'hal' }, { name: 'ida' }]);
  });

  it('fails one row whose name somebody got meanwhile, keeps nothing of it, and retries it alone', async () => {
    const item = await upload(['name,email,username', 'Jo,jo@northwind.example,jo', 'Kim,kim@northwind.example,kim']);
    const { id } = (await add('KIM', 'quicker@northwind.example')).json();
    expect((await run(item.id)).counts).toEqual({ created: 1, failed: 1 });
    expect((await problems(item.id))[1]).toEqual(['failed', 'USERNAME-TAKEN', null]);
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`, {});
    expect((await place.owner.post(`${base}/${item.id}/retry`, {})).statusCode).toBe(202);
    await app.worker.runDue();
    expect((await get(item.id)).counts).toEqual({ created: 2 });
  });

  it('undone, frees the names of those who have not come', async () => {
    const item = await upload(['name,email,username', 'Lea,lea@northwind.example,lea']);
    await run(item.id);
    app.clock.advance(HOUR);
    expect((await place.owner.post(`${base}/${item.id}/undo`, {})).statusCode).toBe(202);
    await app.worker.runDue();
    expect((await get(item.id)).counts).toEqual({ withdrawn: 1 });
    expect((await add('lea', 'other-lea@northwind.example')).statusCode).toBe(201);
  });

  it('invites with user names as well, but gives none to companies, and adds no company', async () => {
    const invited = await upload(['email,username', 'max@northwind.example,max']);
    await run(invited.id, { kind: 'member' });
    const company = await upload(['email,username', 'ned@northwind.example,ned']);
    expect(codeOfProblem(await place.owner.post(`${base}/${company.id}/run`, { kind: 'company', added: true }))).toBe(
      'REQUEST-INVALID',
    );
    await run(company.id, { kind: 'company' });
    const sql = `select kind, added, username from invitations where address_canonical = any($1) order by id`;
    expect(await rowsOf(app, sql, [['max@northwind.example', 'ned@northwind.example']])).toEqual([
      { kind: 'member', added: false, username: 'max' },
      { kind: 'company', added: false, username: null },
    ]);
  });
});
