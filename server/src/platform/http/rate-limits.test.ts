import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { isAppError } from '../../kernel/app-error.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';

describe('limits', () => {
  let store: TestDatabase;
  let database: Database;
  let limits: RateLimits;
  beforeAll(async () => {
    store = await createTestDatabase();
    database = openDatabase({ connection: { connectionString: store.url }, connections: 20, onError: () => {} });
    limits = createRateLimits(database, systemClock);
  });
  afterAll(async () => {
    await database.close();
    await store.drop();
  });
  beforeEach(() => store.pool.query('truncate rate_limits'));

  const signIn = (network: string, identifier: string) =>
    limits.consume(['sign-in.network', network], ['second-factor.account', identifier]);
  const seconds = async (attempt: Promise<unknown>) => {
    try {
      await attempt;
      return null;
    } catch (error) {
      if (!isAppError(error, 'RATE-LIMITED')) throw error;
      return Number(error.params.seconds);
    }
  };

  it('lets sixteen at once through ten times, and says how long the rest must wait', async () => {
    const ends = await Promise.all(
      Array.from({ length: 16 }, (_, index) => seconds(signIn(`10.0.0.${index}`, 'anna'))),
    );
    const refused = ends.filter((end) => end !== null);
    expect(refused).toHaveLength(6);
    for (const wait of refused) expect(wait).toSatisfy((value: number) => value > 890 && value <= 900);
    expect(await seconds(signIn('10.0.1.1', 'berta'))).toBeNull();
  });

  it('gives points back', async () => {
    for (let attempt = 0; attempt < 10; attempt++) await signIn('10.0.0.1', 'anna');
    await limits.forget('second-factor.account', 'anna');
    expect(await seconds(signIn('10.0.0.1', 'anna'))).toBeNull();
  });

  it('lets a network that is refused use up nobody else', async () => {
    for (let attempt = 0; attempt < 100; attempt++) await signIn('10.0.0.1', `person ${attempt}`);
    for (let attempt = 0; attempt < 20; attempt++) expect(await seconds(signIn('10.0.0.1', 'anna'))).not.toBeNull();
    expect(await seconds(signIn('10.0.0.2', 'anna'))).toBeNull();
  });

  it('counts anew when the time is over, and takes keys of any length', async () => {
    const long = 'x'.repeat(5000);
    for (let attempt = 0; attempt < 11; attempt++) await seconds(signIn('10.0.0.1', long));
    expect(await seconds(signIn('10.0.0.1', long))).not.toBeNull();
    await store.pool.query('update rate_limits set expire = 1');
    expect(await seconds(signIn('10.0.0.1', long))).toBeNull();
  });
});
