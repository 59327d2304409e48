import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createLogger } from '../logging/logger.ts';
import { serverVersion } from './database-facts.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from './open-configured.ts';

const logger = createLogger('silent');

let parent: string;
let opened: ConfiguredDatabase[];

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'gatehouse-open-'));
  await chmod(parent, 0o711); // as root, PostgreSQL runs as somebody else, who must get in
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await rm(parent, { recursive: true, force: true });
});

async function open(databaseUrl: string | null, options = {}): Promise<ConfiguredDatabase> {
  const config = { databaseUrl, databaseConnections: 3, dataDirectory: path.join(parent, 'data') };
  const one = await openConfiguredDatabase(config, logger, options);
  opened.push(one);
  return one;
}

describe('the database of the settings', () => {
  it('is the one of DATABASE_URL', async () => {
    const { database, description } = await open(inject('databaseServer'));
    expect(await serverVersion(database.pool)).toBeGreaterThanOrEqual(14);
    expect(database.pool.options.max).toBe(3);
    expect(description).toMatch(/^PostgreSQL at .+, database \w+$/);
  });

  it('says which one cannot be reached, without its password', async () => {
    const attempt = open('postgres://gate:Wicket-7@127.0.0.1:1/gatehouse');
    await expect(attempt).rejects.toThrow(
      /^DATABASE_URL: PostgreSQL at 127\.0\.0\.1:1, database gatehouse cannot be used: .*ECONNREFUSED.*\.$/,
    );
    await expect(attempt).rejects.not.toThrow(/Wicket/);
  });

  it('is embedded without, ended with the last word, and joined only when asked', async () => {
    const first = await open(null);
    expect(first.description).toContain('embedded PostgreSQL in ');
    await expect(open(null)).rejects.toThrow(/in use by another process/);

    const second = await open(null, { join: true });
    expect(second.description).toContain('run by another process');
    await second.close();
    expect(await serverVersion(first.database.pool)).toBeGreaterThanOrEqual(14);

    await first.close();
    await first.close();
    await open(null); // nobody holds the folder any more
  });
});
