import type { Operation } from '@gatehouse/contract/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../../test/app.ts';
import { codeOfProblem, foundCompany, join } from '../../../test/journey.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, SECOND } from '../../kernel/clock.ts';
import { createWorker } from '../../platform/jobs/jobs.ts';
import { packRows } from '../../platform/spreadsheets/rows.ts';
import { beginOperation, type OperationRunners, operationHandlers } from './index.ts';
import { appendToFile } from './operation-store.ts';
import { advanceOperation } from './run-operation.ts';

let app: TestApp;
let owner: TestClient;
let org: string;
let base: string;
beforeAll(async () => {
  app = await createTestApp();
  ({ owner, org } = await app.setUp());
  base = `/api/v1/organizations/${org}/operations`;
});
afterAll(() => app.close());

type Wanted = { startsAt?: Date; total?: number; by?: TestClient; fileName?: string };

async function begin({ by = owner, ...wanted }: Wanted = {}): Promise<string> {
  const { account } = (await by.get('/api/v1/session')).json();
  const now = app.clock.now();
  const caller = {
    actor: { type: 'account', id: account.id },
    ip: '',
    userAgent: '',
    requestId: 'r',
    locale: 'en',
  } as const;
  return app.services.database.transaction((tx) =>
    beginOperation(tx, caller, now, {
      organizationId: org,
      kind: 'export-invitations',
      createdBy: account.id,
      total: 3,
      ...wanted,
    }),
  );
}
const get = async (id: string, by = owner): Promise<Operation> => (await by.get(`${base}/${id}`)).json();
const run = (runner: OperationRunners['export-invitations']) => {
  const { database, clock, logger } = app.services;
  const handlers = operationHandlers(app.services, runner ? { 'export-invitations': runner } : {});
  return createWorker({ database, clock, logger, handlers }).runDue();
};
const writeLine: OperationRunners['export-invitations'] = async (operation) => {
  if (operation.done === 3) return false;
  await app.services.database.transaction(async (tx) => {
    await appendToFile(tx, operation.id, packRows([[`line ${operation.position ?? 'first'}`]]));
    await advanceOperation(tx, operation, { counts: { done: 1 }, position: String(operation.done + 1) });
  });
  return true;
};

describe('an operation', () => {
  it('is done part by part, says how far it is, and hands out its file', async () => {
    const id = await begin({ fileName: 'invitations' });
    expect(await get(id)).toMatchObject({
      state: 'waiting',
      total: 3,
      done: 0,
      fileName: 'invitations',
      fileUntil: null,
    });
    expect(codeOfProblem(await owner.get(`${base}/${id}/file`))).toBe('OPERATION-STATE');
    await run(writeLine);
    const told = await get(id);
    expect(told).toMatchObject({ state: 'done', done: 3, counts: { done: 3, skipped: 0, failed: 0 } });
    expect(told.endedAt).not.toBeNull();
    const file = await owner.get(`${base}/${id}/file`);
    expect(file.body).toBe('\ufeffline first\nline 1\nline 2\n');
    expect(file.headers['content-disposition']).toBe('attachment; filename="invitations.csv"');
  });

  it('that was done by another process meanwhile is done once', async () => {
    const id = await begin();
    await run(async (operation) => {
      const done = await writeLine(operation);
      await writeLine(operation); // as a second process that read the same position would
      return done;
    });
    expect(await get(id)).toMatchObject({ state: 'done', done: 3 });
  });

  it('stops between two parts, and what was under way when it was stopped is undone', async () => {
    const id = await begin({ fileName: 'x.csv' });
    await run(async (operation) => {
      if (operation.done === 1) expect((await owner.post(`${base}/${id}/stop`)).statusCode).toBe(200);
      return writeLine(operation);
    });
    expect(await get(id)).toMatchObject({ state: 'stopped', done: 1 });
    expect((await owner.get(`${base}/${id}/file`)).body).toBe('\ufeffline first\n');
    expect(codeOfProblem(await owner.post(`${base}/${id}/stop`))).toBe('OPERATION-STATE');
  });

  it('waits for its beginning, and stopped until then does nothing', async () => {
    const startsAt = after(app.clock.now(), 10 * SECOND);
    const [id, other] = [await begin({ startsAt }), await begin({ startsAt })];
    await run(writeLine);
    expect(await get(id)).toMatchObject({ state: 'waiting', done: 0, startsAt: startsAt.toISOString() });
    await owner.post(`${base}/${id}/stop`);
    app.clock.advance(11 * SECOND);
    await run(writeLine);
    expect(await get(id)).toMatchObject({ state: 'stopped', done: 0 });
    expect(await get(other)).toMatchObject({ state: 'done', done: 3 });
  });

  it('that is refused says why', async () => {
    const id = await begin();
    await run(async () => {
      throw new AppError('FORBIDDEN');
    });
    expect(await get(id)).toMatchObject({ state: 'failed', problem: 'FORBIDDEN' });
  });

  it('is seen by whoever began it and by those who administer; of others and from elsewhere there is none [A45]', async () => {
    const inviter = await join(app, { owner, org }, ['inviter'], 'inviter@northwind.example');
    const support = await join(app, { owner, org }, ['support'], 'support@northwind.example');
    const other = await foundCompany(app, { owner, org });
    const id = await begin({ by: inviter });
    const ids = async (by: TestClient, of = org): Promise<string[]> =>
      (await by.get(`/api/v1/organizations/${of}/operations`)).json().items.map((one: Operation) => one.id);
    expect(await ids(inviter)).toEqual([id]);
    expect((await ids(owner))[0]).toBe(id);
    expect(await ids(support)).toEqual([]);
    expect(await ids(other.owner, other.org)).toEqual([]);
    for (const [client, of] of [
      [support, org],
      [other.owner, other.org],
    ] as const) {
      for (const path of ['', '/file']) {
        expect(codeOfProblem(await client.get(`/api/v1/organizations/${of}/operations/${id}${path}`))).toBe(
          'NOT-FOUND',
        );
      }
      expect(codeOfProblem(await client.post(`/api/v1/organizations/${of}/operations/${id}/stop`))).toBe('NOT-FOUND');
    }
    expect(await get(id, inviter)).toMatchObject({ state: 'waiting' });
    const page = (await owner.get(`${base}?limit=2`)).json();
    expect((await owner.get(`${base}?limit=2&cursor=${page.nextCursor}`)).json().items[0].id).not.toBe(
      page.items[1].id,
    );
  });
});
