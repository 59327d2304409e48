import { IMPORT_LIMITS, type Import, type ImportRow } from '@gatehouse/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { invite, join } from '../../../test/journey.ts';
import { readConfig } from '../../config/config.ts';

let app: TestApp;
let owner: TestClient;
let org: string;
let base: string;
beforeAll(async () => {
  app = await createTestApp({ environment: { INVITATIONS_PER_DAY: '100000' } });
  ({ owner, org } = await app.setUp());
  base = `/api/v1/organizations/${org}/imports`;
});
afterAll(() => app.close());

async function upload(content: Buffer | string, name = 'people.csv') {
  return app.http.inject({
    method: 'POST',
    url: `${base}/file?name=${encodeURIComponent(name)}`,
    payload: Buffer.from(content as string),
    headers: {
      'content-type': 'application/octet-stream',
      cookie: [...owner.cookies].map(([key, value]) => `${key}=${value}`).join('; '),
    },
  });
}
const get = async (id: string): Promise<Import> => (await owner.get(`${base}/${id}`)).json();
const rowsOf = async (id: string, query = ''): Promise<ImportRow[]> =>
  (await owner.get(`${base}/${id}/rows?limit=200${query}`)).json().items;
const created = async () =>
  Number((await app.services.database.pool.query('select count(*) from invitations')).rows[0].count);

describe('a dry run', () => {
  it('classes every row, one bad row stops nothing, and nobody is invited by it', async () => {
    await join(app, { owner, org }, ['member'], 'inside@urs.example');
    await invite(app, { owner, org }, { kind: 'member', to: { email: 'waiting@urs.example' } });
    const before = await created();
    const list = [
      'E-mail;Name;Telefon;Kraj;Rola',
      'new@urs.example;Zażółć;22 123 45 67;Polska;członek',
      'INSIDE@urs.example;;;;',
      'waiting@urs.example;;;;',
      'New@urs.example;;;;',
      'no address;;;;',
      'excel@urs.example;;1,38E+10;;',
      'plus@urs.example;;48221234567;;',
    ];
    const answer = (await upload(list.join('\r\n'))).json();
    expect(answer).toMatchObject({ state: 'ready', delimiter: ';', encoding: 'utf-8', hasHeader: true, rows: 7 });
    expect(answer.mapping).toEqual(['email', 'name', 'phone', 'country', 'role']);
    expect(answer.counts).toEqual({ new: 1, member: 1, again: 2, invalid: 3 });
    const rows = await rowsOf(answer.id);
    expect(rows.map(({ problem }) => problem?.code ?? null)).toEqual([
      null,
      'INV-ALREADY-MEMBER',
      'INV-ALREADY-INVITED',
      'IMPORT-ROW-DUPLICATE',
      'EMAIL-INVALID',
      'IMPORT-PHONE-EXCEL',
      'IMPORT-PHONE-PLUS',
    ]);
    expect(await created()).toBe(before);
    const edited = await owner.patch(`${base}/${answer.id}/rows/5`, { cells: { email: 'mended@urs.example' } });
    expect(edited.json()).toMatchObject({ state: 'new', problem: null });
  });

  it('a wrong guess is corrected by hand: the file is read again', async () => {
    const file = Buffer.from([...Buffer.from('email,x\na@b.example,')].concat([0xb9, 0xea]));
    const first = (await upload(file)).json();
    const patched = await owner.patch(`${base}/${first.id}`, { encoding: 'windows-1250', mapping: ['email', 'name'] });
    expect(patched.json()).toMatchObject({ encoding: 'windows-1250', mapping: ['email', 'name'] });
    expect((await rowsOf(first.id))[0]?.cells.name).toBe('ąę');
    const wrong = await owner.patch(`${base}/${first.id}`, { mapping: ['email', 'email'] });
    expect(wrong.json().code).toBe('REQUEST-INVALID');
  });
});

describe('an upload', () => {
  const program = (payload: string, headers: Record<string, string>) =>
    app.http.inject({
      method: 'POST',
      url: `${base}/file?name=a.csv`,
      payload: Buffer.from(payload),
      headers: { cookie: [...owner.cookies].map(([key, value]) => `${key}=${value}`).join('; '), ...headers },
    });

  it('that is repeated with its Idempotency-Key makes one import; with another file the key is refused', async () => {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': 'upload-1' };
    const first = await program('email\nonce@urs.example', headers);
    expect(first.statusCode, first.body).toBe(201);
    expect((await program('email\nonce@urs.example', headers)).json()).toEqual(first.json());
    const other = await program('email\nother@urs.example', headers);
    expect([other.statusCode, other.json().code]).toEqual([409, 'IDEMPOTENCY-REUSED']);
    const pasted = () => owner.post(base, { text: 'pasted@urs.example' }, { 'idempotency-key': 'paste-1' });
    expect((await pasted()).json().id).toBe((await pasted()).json().id);
  });

  it('is taken as what programs call it, and never as what a form of another site can send', async () => {
    const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    for (const type of ['text/csv; charset=utf-8', 'application/vnd.ms-excel', sheet]) {
      expect((await program('email\na@urs.example', { 'content-type': type })).statusCode).toBe(201);
    }
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      expect((await program('email\na@urs.example', { 'content-type': type })).statusCode).toBe(415);
    }
  });

  it('as large as one may be is within what an organization may invite in a day', () => {
    const { invitationsPerDay } = readConfig({});
    expect(invitationsPerDay).toBeGreaterThanOrEqual(IMPORT_LIMITS.rows);
  });
});

describe('a run', { timeout: 60_000 }, () => {
  it('invites who is new, once; the same file again changes nothing [scenario 24, R4]', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => `person${n}@bulk.example,Person ${n}`);
    const file = `email,name\n${lines.join('\n')}\nbroken,=1+1\n`;
    const { id } = (await upload(file)).json();
    const before = await created();
    expect((await owner.post(`${base}/${id}/run`, { kind: 'member', locale: 'pl' })).statusCode).toBe(202);
    await app.worker.runDue();
    expect(await get(id)).toMatchObject({ state: 'done', counts: { created: 60, failed: 1 } });
    expect(await created()).toBe(before + 60);
    const mails = app.mailbox.mails.filter(({ to }) => to.address.endsWith('@bulk.example')).length;
    expect(mails).toBe(60);

    const again = (await upload(file)).json();
    expect(again.counts).toEqual({ again: 60, invalid: 1 });
    await owner.post(`${base}/${again.id}/run`, { kind: 'member' });
    await app.worker.runDue();
    expect((await get(again.id)).counts).toEqual({ skipped: 60, failed: 1 });
    expect(await created()).toBe(before + 60);
    expect(app.mailbox.mails.filter(({ to }) => to.address.endsWith('@bulk.example')).length).toBe(mails);

    const report = await owner.get(`${base}/${id}/report?state=failed`);
    expect(report.body.startsWith('\ufeffRow,State,code,Reason,E-mail,')).toBe(true);
    expect(report.body).toContain("'=1+1");
    expect(report.body.trim().split('\n')).toHaveLength(2);
    const whole = await owner.get(`${base}/${id}/report`);
    expect(whole.body.trim().split('\n')).toHaveLength(62);
  });

  it('stops, keeps what is done, goes on; two workers invite nobody twice', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => `stop${n}@bulk.example`);
    const { id } = (await owner.post(base, { text: lines.join('\n') })).json();
    await owner.post(`${base}/${id}/run`, { kind: 'company' });
    expect((await owner.post(`${base}/${id}/stop`)).json().state).toBe('stopped');
    await app.worker.runDue();
    expect((await get(id)).counts).toEqual({ new: 30 });
    const before = await created();
    await owner.post(`${base}/${id}/run`, { kind: 'company' });
    await app.services.database.pool.query(
      `insert into jobs (id, kind, payload, run_at, created_at)
       values ('job_twin', 'run-import', jsonb_build_object('importId', $1::text), now() - interval '1 hour', now())`,
      [id],
    );
    await app.worker.runDue();
    expect((await get(id)).counts).toEqual({ created: 30 });
    expect(await created()).toBe(before + 30);
    expect((await owner.post(`${base}/${id}/stop`)).json().code).toBe('IMPORT-STATE');
  });

  it('tries only the failed rows again', async () => {
    const { id } = (await owner.post(base, { text: 'retry@bulk.example,owner\nfine@bulk.example,member' })).json();
    await owner.patch(`${base}/${id}`, { mapping: ['email', 'role'] });
    const { pool } = app.services.database;
    const roles = (given: string[]) =>
      pool.query(
        `update memberships set roles = $1 where organization_id = $2 and account_id =
          (select account_id from identifiers where canonical = 'owner@northwind.example')`,
        [given, org],
      );
    await owner.post(`${base}/${id}/run`, { kind: 'member' });
    await roles(['administrator']);
    await app.worker.runDue();
    expect((await rowsOf(id)).map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['failed', 'INV-ROLE-TOO-HIGH'],
      ['created', undefined],
    ]);
    await roles(['owner']);
    const before = await created();
    expect((await owner.post(`${base}/${id}/retry`)).statusCode).toBe(202);
    await app.worker.runDue();
    expect((await get(id)).counts).toEqual({ created: 2 });
    expect(await created()).toBe(before + 1);
  });
});
