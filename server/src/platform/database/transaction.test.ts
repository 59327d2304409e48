import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { command, type Database, databaseErrorCode, openDatabase, statement } from './database.ts';

const INSERT = command('insert into things (id) values ($1)');
const COUNT = statement<{ count: number }>('select count(*)::int as count from things');

describe('a transaction', () => {
  let store: TestDatabase;
  let database: Database;
  const count = async () => (await database.query(COUNT))[0]?.count;

  beforeAll(async () => {
    store = await createTestDatabase();
    await store.pool.query('create table things (id int primary key)');
    database = openDatabase({ connection: { connectionString: store.url }, connections: 2, onError: () => {} });
  });
  afterAll(async () => {
    await database.close();
    await store.drop();
  });
  beforeEach(() => store.pool.query('truncate things'));

  it('lets a statement see the commands before it', async () => {
    const seen = await database.transaction(async (tx) => {
      await tx.query(INSERT, [1]);
      await tx.query(INSERT, [2]);
      return (await tx.query(COUNT))[0]?.count;
    });
    expect([seen, await count()]).toEqual([2, 2]);
  });

  it.each([
    ['at its end', async () => {}],
    [
      'at the next statement',
      async (tx: Parameters<Parameters<Database['transaction']>[0]>[0]) => void (await tx.query(COUNT)),
    ],
  ])('fails with the error of a command, found out %s, and keeps nothing', async (_when, then) => {
    const broken = database.transaction(async (tx) => {
      await tx.query(INSERT, [1]);
      await tx.query(INSERT, [1]);
      await tx.query(INSERT, [2]);
      await then(tx);
    });
    expect(databaseErrorCode(await broken.catch((error: unknown) => error))).toBe('23505');
    expect(await count()).toBe(0);
  });

  it('keeps nothing when the work throws, and tells its error', async () => {
    const broken = database.transaction(async (tx) => {
      await tx.query(INSERT, [1]);
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await count()).toBe(0);
  });

  it('leaves the connection fit for the next one', async () => {
    const failing = () => database.transaction((tx) => tx.query(statement('select 1 / 0')));
    await Promise.allSettled([failing(), failing(), failing(), failing()]);
    await database.transaction((tx) => tx.query(INSERT, [7]));
    expect(await count()).toBe(1);
  });
});
