import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';

const KEY_BYTES = 32;

type KeyConfig = Pick<Config, 'masterKeys' | 'databaseUrl' | 'dataDirectory'>;

/**
 * The keys that protect secrets at rest, newest first, never none: GATEHOUSE_SECRET, else (embedded database only) one
 * made at the first start and kept beside the data in `secret.key`, readable by its owner alone. Two processes that
 * start at once get the same one.
 * @param dataDirectory the folder in use, where `openConfiguredDatabase` took another than the one asked for
 * @throws Error in words when the file cannot be made, read or is damaged: a new key would make the old secrets unreadable
 */
export function loadMasterKeys(config: KeyConfig, dataDirectory: string = config.dataDirectory): Buffer[] {
  const keys = findMasterKeys(config, dataDirectory);
  if (keys.length > 0) return keys;
  if (config.databaseUrl !== null) {
    throw new Error('GATEHOUSE_SECRET is not set. It is required together with DATABASE_URL.');
  }
  return [makeKey(masterKeyFile(dataDirectory))];
}

/** As {@link loadMasterKeys}, but makes none: empty before the first start. */
export function findMasterKeys(config: KeyConfig, dataDirectory: string = config.dataDirectory): Buffer[] {
  if (config.masterKeys.length > 0) return [...config.masterKeys];
  const kept = config.databaseUrl === null ? readKey(masterKeyFile(dataDirectory)) : null;
  return kept ? [kept] : [];
}

/** Where the key of an embedded database is kept. */
export function masterKeyFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'secret.key');
}

function readKey(file: string): Buffer | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.byteLength >= KEY_BYTES) return key;
  throw new Error(
    `${file} is damaged: restore it from a backup. Without it, the secrets in the database cannot be read.`,
  );
}

/** Written whole under another name, then linked, which fails if somebody was first: nobody reads half a key. */
function makeKey(file: string): Buffer {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const key = randomBytes(KEY_BYTES);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    chmodSync(draft, 0o600);
    linkSync(draft, file);
    return key;
  } catch (error) {
    const others = readKey(file);
    if (others) return others;
    throw new Error(`${file} cannot be made: ${(error as Error).message}. Set GATEHOUSE_DATA or GATEHOUSE_SECRET.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${(error as Error).message}. Mend that, or set GATEHOUSE_DATA.`);
  }
}
