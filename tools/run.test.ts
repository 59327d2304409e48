import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from './run/install.mjs';
import { problemToBegin, problemToRun } from './run/node-version.mjs';

describe('the Node that begins', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('may be %s', (version) => {
    expect(problemToBegin(version)).toBeNull();
  });

  it.each(['18.20.8', '20.18.3'])('may not be %s, and says what to do', (version) => {
    expect(problemToBegin(version)).toMatch(`This is Node ${version}. Install Node 20.19 or newer`);
  });
});

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gatehouse-run-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the Node that runs, where no pinned one fits', () => {
  it('must read TypeScript', () => {
    expect(problemToRun(root, '22.18.0')).toBeNull();
    expect(problemToRun(root, '22.17.1')).toMatch(/Install Node 22\.18 or newer/);
    expect(problemToRun(root, '20.20.2')).toMatch(/Install Node 22\.18 or newer/);
  });
});

describe('whether node_modules is what the lock file says', () => {
  const package_ = (version: string, more: object = {}) => ({ version, ...more });
  const locked = {
    '': { name: 'gatehouse' },
    server: package_('0.1.0'),
    'node_modules/@gatehouse/server': { resolved: 'server', link: true },
    'node_modules/one': package_('1.0.0'),
    'node_modules/native-linux': package_('2.0.0', { optional: true, os: ['linux'], cpu: ['x64'] }),
    'node_modules/native-musl': package_('2.0.0', { optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }),
  };
  const linux = { platform: 'linux', arch: 'x64' } as const;

  async function write(file: string, packages: object): Promise<void> {
    await mkdir(path.join(root, 'node_modules'), { recursive: true });
    await writeFile(path.join(root, file), JSON.stringify({ packages }));
  }

  const installed = (packages: object) => write('node_modules/.package-lock.json', packages);

  beforeEach(() => write('package-lock.json', locked));

  it('is not, before or during an installation', () => {
    expect(isInstalled(root, linux)).toBe(false);
  });

  it('is, with everything for this machine', async () => {
    const { 'node_modules/native-musl': _, ...present } = locked;
    await installed(present);
    expect(isInstalled(root, linux)).toBe(true);
  });

  it('is, when npm installed it for this script, whatever else npm knew better', async () => {
    await installed({});
    const stamp = createHash('sha256')
      .update(JSON.stringify({ packages: locked }))
      .update('linux x64')
      .digest('hex');
    await writeFile(path.join(root, 'node_modules/.gatehouse-stamp'), stamp);
    expect(isInstalled(root, linux)).toBe(true);
    await write('package-lock.json', { ...locked, 'node_modules/one': package_('1.0.1') });
    expect(isInstalled(root, linux)).toBe(false);
  });

  it('is not, when a version differs', async () => {
    await installed({ ...locked, 'node_modules/one': package_('1.0.1') });
    expect(isInstalled(root, linux)).toBe(false);
  });

  it('is not, when it was made on another machine', async () => {
    const { 'node_modules/native-linux': _, ...present } = locked;
    await installed(present);
    expect(isInstalled(root, linux)).toBe(false);
    expect(isInstalled(root, { platform: 'darwin', arch: 'arm64' })).toBe(true);
  });
});
