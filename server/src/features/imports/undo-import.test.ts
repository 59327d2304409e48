import type { Import } from '@gatehouse/contract/imports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  begin,
  codeOfProblem,
  leaveOnlyPhone,
  mailsTo,
  newestToken,
  type Place,
  rowsOf,
  textsTo,
} from '../../../test/journey.ts';
import { DAY, MINUTE } from '../../kernel/clock.ts';

let app: TestApp;
let place: Place;
let base: string;
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  base = `/api/v1/organizations/${place.org}/imports`;
});
afterEach(() => app.close());

async function start(count: number, options: object = { kind: 'company' }): Promise<string> {
  const lines = Array.from({ length: count }, (_, n) => `person${n}@bulk.example`);
  const { id } = (await place.owner.post(base, { text: lines.join('\n') })).json();
  expect((await place.owner.post(`${base}/${id}/run`, options)).statusCode).toBe(202);
  return id;
}
const get = async (id: string): Promise<Import> => (await place.owner.get(`${base}/${id}`)).json();

describe('undoing an import', () => {
  it('withdraws what nobody has opened: links die, mails that wait do not leave; the others stay', async () => {
    const id = await start(6);
    await app.worker.runDue();
    expect((await get(id)).undoUntil).not.toBeNull();
    const opened = newestToken(app, 'person2@bulk.example');
    const dead = newestToken(app, 'person3@bulk.example');
    await begin(app.client(), 'person2@bulk.example', { kind: 'invitation', token: opened });
    await rowsOf(app, `update invitations set state = 'opened' where address_canonical = 'person2@bulk.example'`);
    await rowsOf(app, `update messages set state = 'queued', secrets = 'x' where to_address = 'person4@bulk.example'`);
    expect((await place.owner.post(`${base}/${id}/undo`)).json()).toMatchObject({ state: 'undoing', undoUntil: null });
    await app.worker.runDue();
    expect(await get(id)).toMatchObject({ state: 'undone', counts: { withdrawn: 5, kept: 1 }, undoUntil: null });
    expect(
      await rowsOf(app, 'select state, count(*)::int as n from invitations group by state order by state'),
    ).toEqual([
      { state: 'opened', n: 1 },
      { state: 'revoked', n: 5 },
    ]);
    expect(await rowsOf(app, `select state, secrets from messages where to_address = 'person4@bulk.example'`)).toEqual([
      { state: 'abandoned', secrets: null },
    ]);
    const revoked = await app.client().post('/api/v1/flows', { kind: 'invitation', token: dead });
    expect(revoked.json()).toMatchObject({ state: 'stopped', problem: { code: 'INV-REVOKED' } });
    expect(
      await rowsOf(app, `select count(*)::int as n from audit_events where action = 'invitation.revoked'`),
    ).toEqual([{ n: 5 }]);
    expect(await rowsOf(app, `select 1 as one from audit_events where action = 'import.undone'`)).toHaveLength(1);
    expect(codeOfProblem(await place.owner.post(`${base}/${id}/undo`))).toBe('IMPORT-STATE');
  });

  it('is possible for a day, and not while it runs', async () => {
    const id = await start(2);
    expect(codeOfProblem(await place.owner.post(`${base}/${id}/undo`))).toBe('IMPORT-STATE');
    await app.worker.runDue();
    await rowsOf(app, 'update imports set ended_at = $1', [new Date(app.clock.now().getTime() - DAY)]);
    expect((await get(id)).undoUntil).toBeNull();
    expect(codeOfProblem(await place.owner.post(`${base}/${id}/undo`))).toBe('IMPORT-STATE');
    expect((await get(id)).counts).toEqual({ created: 2 });
  });

  it('goes on where it stood, and never takes back what somebody accepted meanwhile', { timeout: 60_000 }, async () => {
    const id = await start(210);
    await app.worker.runDue();
    await rowsOf(app, `update invitations set state = 'accepted' where address_canonical like 'person1_@%'`);
    await place.owner.post(`${base}/${id}/undo`);
    await rowsOf(
      app,
      `insert into jobs (id, kind, payload, run_at, created_at)
       select 'job_twin', kind, payload, run_at, created_at from jobs where kind = 'undo-import'`,
    );
    await app.worker.runDue();
    expect((await get(id)).counts).toEqual({ withdrawn: 200, kept: 10 });
    expect(
      await rowsOf(app, `select count(*)::int as n from audit_events where action = 'invitation.revoked'`),
    ).toEqual([{ n: 200 }]);
  });
});

describe('the end of a run is told by mail (M15)', () => {
  const told = () => mailsTo(app, 'owner@northwind.example').filter(({ text }) => text.includes('/imports/'));

  it('to whoever began it when it took more than a minute, with counts and link', async () => {
    const id = await start(3);
    app.clock.advance(2 * MINUTE);
    await app.worker.runDue();
    const [mail, ...more] = told();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('Import finished: 3 invited, 0 to fix');
    expect(mail?.text).toContain(`http://localhost:3000/console/northwind-machines/imports/${id}`);
    expect(mail?.from.name).toContain('Northwind Machines');
  });

  it('of members who are added it speaks as of such, and so does the report, undone or not', async () => {
    await rowsOf(app, `update accounts set locale = 'pl'`);
    const id = await start(3, { kind: 'member', added: true });
    app.clock.advance(2 * MINUTE);
    await app.worker.runDue();
    expect(told().map(({ subject }) => subject)).toEqual(['Import zakończony: dodano 3, do poprawy 0']);
    expect(told()[0]?.text).toContain('Dodane wiersze');
    await rowsOf(app, `update invitations set state = 'proving' where address_canonical = 'person2@bulk.example'`);
    expect((await place.owner.post(`${base}/${id}/undo`)).statusCode).toBe(202);
    await app.worker.runDue();
    const report = (await place.owner.get(`${base}/${id}/report`)).body;
    expect(report).toContain('1,Taken off again,');
    expect(report).toContain('3,"Kept, sign-in has begun",');
    expect(report).not.toMatch(/Withdrawn|opened/);
  });

  it('by text message where they have nothing but a phone (S18)', async () => {
    await leaveOnlyPhone(app, 'owner@northwind.example', '+48512345678');
    await start(3);
    app.clock.advance(2 * MINUTE);
    await app.worker.runDue();
    expect(textsTo(app, '+48512345678')).toEqual([
      'Northwind Machines: the import is finished, 3 done, 0 to fix: http://localhost:3000/console/imports',
    ]);
    expect(told()).toEqual([]);
  });

  it('to nobody when it was quick and they stayed', async () => {
    await start(3);
    await app.worker.runDue();
    expect(told()).toEqual([]);
  });

  it('also when it was quick, but they went away meanwhile', async () => {
    const id = await start(3);
    expect((await place.owner.post(`${base}/${id}/leave`)).statusCode).toBe(204);
    await app.worker.runDue();
    expect(told()).toHaveLength(1);
    expect((await place.owner.post(`${base}/${id}/leave`)).statusCode).toBe(204);
    await app.worker.runDue();
    expect(told()).toHaveLength(1);
  });
});
