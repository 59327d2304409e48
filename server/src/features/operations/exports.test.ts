import { EXPORTS_OF, type ExportOf } from '@gatehouse/contract/exports';
import type { FileFormat, Operation } from '@gatehouse/contract/operations';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import {
  codeOfProblem,
  foundCompany,
  invite,
  join,
  type Place,
  proveEverybody,
  rowsOf,
  signIn,
} from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let base: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}`;
  await join(app, place, ['member'], 'mila@northwind.example');
});
afterAll(() => app.close());
beforeEach(async () => {
  await rowsOf(app, 'truncate rate_limits');
  await proveEverybody(app);
});

const begin = (of: ExportOf, filters: Record<string, string> = {}, by: TestClient = place.owner, headers = {}) =>
  by.post(`${base}/exports`, { of, filters }, headers);
const get = async (id: string, by = place.owner): Promise<Operation> =>
  (await by.get(`${base}/operations/${id}`)).json();
const take = (id: string, format: FileFormat = 'csv', by = place.owner) =>
  by.get(`${base}/operations/${id}/file?format=${format}`);

/** Exports, and reads the file: its header, and its rows by it. */
async function exported(of: ExportOf, filters: Record<string, string> = {}, by = place.owner, headers = {}) {
  const begun = await begin(of, filters, by, headers);
  expect(begun.statusCode, begun.body).toBe(202);
  const { id } = begun.json();
  await app.deliver();
  const operation = await get(id, by);
  expect(operation).toMatchObject({ state: 'done', problem: null });
  const file = await take(id, 'csv', by);
  expect(file.statusCode, file.body).toBe(200);
  const [header = [], ...rows] = parse(file.body, { bom: true }) as string[][];
  return { id, operation, file, header, rows };
}

describe('an export', () => {
  it.each(EXPORTS_OF)(
    'of %s is a table with a header, in CSV and XLSX alike, and in the language of who asks',
    async (of) => {
      await invite(app, place, { to: { email: `${of}@urs.example` }, name: '=1+1' });
      const { id, operation, file, header, rows } = await exported(of);
      expect(operation).toMatchObject({
        done: rows.length,
        fileName: expect.stringMatching(`^${of}-\\d{4}-\\d\\d-\\d\\d$`),
      });
      expect(rows.length).toBeGreaterThan(0);
      expect(header.every((title) => title.length > 0)).toBe(true);
      expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(file.headers['content-disposition']).toBe(`attachment; filename="${operation.fileName}.csv"`);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@]/);

      const sheet = (await readSheet((await take(id, 'xlsx')).rawPayload, 1)) as unknown[][];
      expect(sheet[0]).toEqual(header);
      expect(sheet).toHaveLength(rows.length + 1);
      const polish = await exported(of, {}, place.owner, { 'accept-language': 'pl' });
      expect(polish.header).not.toEqual(header);
      expect(polish.header).toHaveLength(header.length);
    },
  );

  it('holds what the list shows under the same filters, and nothing of later', async () => {
    await signIn(app, 'mila@northwind.example', 'wrong password of mine');
    const failures = await exported('sign-in-events', { result: 'failure', q: 'mila' });
    expect(failures.rows.map(([, typed, name, result]) => [typed, name, result])).toEqual([
      ['mila@northwind.example', 'Willy Wu', 'Failure'],
    ]);
    const people = await exported('members', { sort: 'name', role: 'owner' });
    expect(people.rows.map(([name, email, role]) => [name, email, role])).toEqual([
      ['Olga Owner', 'owner@northwind.example', 'Owner'],
    ]);
    const log = await exported('audit-events', { action: 'invitation.created', q: 'mila@' });
    expect(log.rows).toHaveLength(1);
    expect(log.rows[0]?.[5]).toMatch(/mila@northwind\.example.*member/);
    const list = (await place.owner.get(`${base}/audit-events?limit=200`)).json().items;
    const begun = (await begin('audit-events')).json().id;
    await invite(app, place, { to: { email: 'later@urs.example' } });
    await app.deliver();
    const rows = parse((await take(begun)).body, { bom: true }) as string[][];
    expect(rows.flat().join()).not.toContain('later@urs.example');
    expect(rows.length - 1).toBeGreaterThanOrEqual(list.length);
  });

  it('comes whole, however many pages it has', async () => {
    await rowsOf(
      app,
      `insert into audit_events (organization_id, at, actor_type, action, subject_type, subject_id, change)
       select $1, now() - interval '1 hour', 'system', 'session.ended', 'session', 'ses_' || n, '{}'
       from generate_series(1, 2500) n`,
      [place.org],
    );
    const { rows, operation } = await exported('audit-events', { action: 'session.ended' });
    expect(operation.counts.done).toBe(2500);
    expect(new Set(rows.map((row) => row[8])).size).toBe(2500);
  });

  it('says what does not fit, and who may not', async () => {
    const wrong = await begin('sign-in-events', { colour: 'red', result: 'maybe' });
    expect(codeOfProblem(wrong)).toBe('REQUEST-INVALID');
    expect(
      wrong
        .json()
        .errors.map(({ path }: { path: string }) => path)
        .toSorted(),
    ).toEqual(['colour', 'result']);
    const inviter = await join(app, place, ['inviter'], 'inviter@northwind.example');
    expect(codeOfProblem(await begin('audit-events', {}, inviter))).toBe('FORBIDDEN');
    await exported('invitations', {}, inviter);
    for (let press = 1; press < 30; press++) await begin('invitations', {}, inviter);
    expect(codeOfProblem(await begin('invitations', {}, inviter))).toBe('RATE-LIMITED');
    await app.deliver();
  });
});

describe('the file of an export', () => {
  it('is for whoever asked, while they may see what is in it [A45]', async () => {
    const support = await join(app, place, ['support'], 'support@northwind.example');
    const other = await foundCompany(app, place);
    const { id } = await exported('audit-events', {}, support);
    expect(codeOfProblem(await take(id, 'csv', place.owner))).toBe('NOT-FOUND');
    expect(codeOfProblem(await take(id, 'csv', other.owner))).toBe('NOT-FOUND');
    expect(codeOfProblem(await other.owner.get(`/api/v1/organizations/${other.org}/operations/${id}/file`))).toBe(
      'NOT-FOUND',
    );
    const [member] = (await place.owner.get(`${base}/members?q=support@`)).json().items;
    await place.owner.patch(`${base}/members/${member.id}`, { roles: ['inviter'] });
    expect(codeOfProblem(await take(id, 'csv', support))).toBe('FORBIDDEN');
  });

  it('is not written any further once its person may not, or has stopped it', async () => {
    const writer = await join(app, place, ['administrator'], 'writer@northwind.example');
    const { id } = (await begin('audit-events', {}, writer)).json();
    const [member] = (await place.owner.get(`${base}/members?q=writer@`)).json().items;
    await place.owner.patch(`${base}/members/${member.id}`, { roles: ['member'] });
    await app.deliver();
    const [row] = await rowsOf(app, 'select state, result from operations where id = $1', [id]);
    expect(row).toEqual({ state: 'failed', result: { code: 'FORBIDDEN' } });
    const mine = (await begin('audit-events')).json().id;
    expect(codeOfProblem(await take(mine))).toBe('OPERATION-STATE');
    expect((await place.owner.post(`${base}/operations/${mine}/stop`)).statusCode).toBe(200);
    await app.deliver();
    expect(await get(mine)).toMatchObject({ state: 'stopped', done: 0 });
  });

  it('is there for a day, and gone at the first look after it', async () => {
    const { id, operation } = await exported('members');
    expect(Date.parse(operation.fileUntil ?? '') - Date.parse(operation.endedAt ?? '')).toBe(DAY);
    app.clock.advance(23 * HOUR);
    expect((await take(id)).statusCode).toBe(200);
    app.clock.advance(2 * HOUR);
    expect(codeOfProblem(await take(id))).toBe('EXPORT-GONE');
    expect((await take(id)).statusCode).toBe(410);
  });

  it('is in the audit log: what was asked for, and who took it', async () => {
    const { id } = await exported('sign-in-events', { result: 'failure' });
    const events = (await place.owner.get(`${base}/audit-events?subject=${id}`)).json().items;
    expect(events).toMatchObject([
      { action: 'operation.file-taken', change: { kind: 'export-sign-in-events', format: 'csv' } },
      { action: 'operation.started', change: { kind: 'export-sign-in-events', filters: { result: 'failure' } } },
    ]);
  });
});
