import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import {
  command,
  type Database,
  databaseErrorCode,
  openDatabase,
  owingWork,
  type Queryable,
  statement,
} from './database.ts';

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

  it.each([
    ['a transaction', (work: (on: Queryable) => Promise<unknown>) => database.transaction(work)],
    ['a statement on its own', (work: (on: Queryable) => Promise<unknown>) => work(database)],
  ])('%s that PostgreSQL ends for a deadlock is begun anew, three times in all', async (_what, run) => {
    await store.pool.query('create sequence if not exists tries; alter sequence tries restart');
    await store.pool.query(`
      create or replace function deadlock_until(wanted int) returns int language plpgsql as $$
      declare tried int := nextval('tries');
      begin
        if tried < wanted then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        return tried;
      end $$`);
    const tried = statement<{ tried: number }>('select deadlock_until($1) as tried');
    expect(await run((on) => on.query(tried, [3]))).toEqual([{ tried: 3 }]);
    await store.pool.query('alter sequence tries restart');
    const refused = await run((on) => on.query(tried, [4])).catch((error: unknown) => error);
    expect(databaseErrorCode(refused)).toBe('40P01');
  });

  it('tells of work that is owed once it has been committed, and of nothing else', async () => {
    const seen: (number | undefined)[] = [];
    const counted: Promise<void>[] = [];
    database.onWorkOwed(() => counted.push(count().then((found) => void seen.push(found))));
    const owe = owingWork(INSERT);
    await database.query(INSERT, [1]);
    await database.transaction((tx) => tx.query(INSERT, [2]));
    await database.transaction((tx) => tx.query(owe, [2])).catch(() => {});
    await database.query(owe, [2]).catch(() => {});
    expect(counted).toEqual([]);
    await database.transaction(async (tx) => {
      await tx.query(owe, [3]);
      await tx.query(owe, [4]);
      await tx.query(COUNT);
    });
    await database.query(owe, [5]);
    await Promise.all(counted);
    expect(seen).toEqual([4, 5]);
    database.onWorkOwed(() => {});
  });

  it('what goes on after its end, beside something that failed, reaches nobody', async () => {
    const late = Promise.withResolvers<unknown>();
    const broken = database.transaction(async (tx) => {
      const goesOn = async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await tx.query(INSERT, [1]);
      };
      goesOn().then(late.resolve, late.resolve);
      await tx.query(statement('select 1 / 0'));
    });
    await expect(broken).rejects.toThrow();
    expect(await late.promise).toMatchObject({ message: 'the transaction has ended' });
    expect(await count()).toBe(0);
  });

  it('two that wait for each other both come to their end', async () => {
    await store.pool.query('insert into things values (1), (2)');
    const touch = command('update things set id = id where id = $1');
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const both = [
      [1, 2, first, second],
      [2, 1, second, first],
    ] as const;
    await Promise.all(
      both.map(([one, other, mine, theirs]) =>
        database.transaction(async (tx) => {
          await tx.query(touch, [one]);
          await tx.query(COUNT);
          mine.resolve();
          await theirs.promise;
          await tx.query(touch, [other]);
          await tx.query(COUNT);
        }),
      ),
    );
    expect(await count()).toBe(2);
  });
});
