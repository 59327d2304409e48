import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKeys } from './master-keys.ts';

let parent: string;
let dataDirectory: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'gatehouse-keys-'));
  dataDirectory = path.join(parent, 'data');
});

afterEach(() => rm(parent, { recursive: true, force: true }));

const embedded = () => ({ masterKeys: [], databaseUrl: null, dataDirectory });

describe('master keys', () => {
  it('are those of the settings, in their order, and no file is made', async () => {
    const masterKeys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(loadMasterKeys({ ...embedded(), masterKeys })).toEqual(masterKeys);
    expect(await readdir(parent)).toEqual([]);
  });

  it('are required with a database of its own', () => {
    const config = { ...embedded(), databaseUrl: 'postgres://db.example.test/gatehouse' };
    expect(() => loadMasterKeys(config)).toThrow(/GATEHOUSE_SECRET/);
  });

  it('are made once and kept, for the owner alone', async () => {
    const [key] = loadMasterKeys(embedded());
    expect(key?.byteLength).toBe(32);
    expect(loadMasterKeys(embedded())).toEqual([key]);
    expect((await stat(path.join(dataDirectory, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDirectory)).toEqual(['secret.key']);
  });

  it('lie beside the data where another folder was taken', async () => {
    const taken = path.join(parent, 'taken');
    loadMasterKeys(embedded(), taken);
    expect(await readdir(parent)).toEqual(['taken']);
  });

  it.each(['', 'c2hvcnQ=\n'])('are never replaced when the file is damaged (%j)', async (text) => {
    loadMasterKeys(embedded());
    await writeFile(path.join(dataDirectory, 'secret.key'), text);
    expect(() => loadMasterKeys(embedded())).toThrow(/secret\.key is damaged/);
  });

  it('name the setting when the folder is none', async () => {
    await writeFile(dataDirectory, 'a file is in the way');
    expect(() => loadMasterKeys(embedded())).toThrow(/secret\.key cannot be .*GATEHOUSE_DATA/);
  });

  it('are the same for processes that start at once', async () => {
    const program = `
      const { loadMasterKeys } = await import(${JSON.stringify(path.join(import.meta.dirname, 'master-keys.ts'))});
      const keys = loadMasterKeys({ masterKeys: [], databaseUrl: null, dataDirectory: ${JSON.stringify(dataDirectory)} });
      console.log(keys[0].toString('base64'));`;
    const keys = await Promise.all(Array.from({ length: 4 }, () => output(program)));
    expect(keys[0]).toMatch(/^[\w+/]{43}=$/);
    expect(new Set(keys).size).toBe(1);
  });
});

function output(program: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const parts: string[] = [];
    child.stdout.on('data', (part) => parts.push(String(part)));
    child.stderr.on('data', (part) => parts.push(String(part)));
    child.on('close', () => resolve(parts.join('').trim()));
  });
}
