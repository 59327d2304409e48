import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../test/eventually.ts';
import { type Hashing, hashingHere } from './hashing.ts';
import { hashingApart } from './hashing-apart.ts';

const cheap = { algorithm: 2, memoryCost: 64, timeCost: 1, parallelism: 1 };
const PASSWORD = 'correct horse battery staple';

/** Processes that hash for this one. */
function hashers(): number[] {
  const ours = (pid: number) => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hashing-process');
    } catch {
      return false; // has ended meanwhile
    }
  };
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && ours(pid));
}

describe.runIf(process.platform === 'linux')('a process that hashes', () => {
  let hashing: Hashing;
  afterEach(() => hashing.close());

  it('makes hashes that fit here and there, and ends when it is closed', async () => {
    hashing = hashingApart();
    expect(hashers()).toEqual([]);
    const phc = await hashing.hash(PASSWORD, cheap);
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await hashingHere.verify(phc, PASSWORD)).toBe(true);
    expect(await Promise.all([hashing.verify(phc, PASSWORD), hashing.verify(phc, 'another')])).toEqual([true, false]);
    expect(hashers()).toHaveLength(1);
    hashing.close();
    await eventually(() => hashers().length === 0);
  });

  it('stands behind all others and knows nothing of the settings', async () => {
    hashing = hashingApart();
    await hashing.hash(PASSWORD, cheap);
    const [pid = 0] = hashers();
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
      execFileSync('chrt', ['-p', thread], { encoding: 'utf8' }),
    );
    expect(threads.length).toBeGreaterThan(1);
    for (const thread of threads) expect(thread).toContain('SCHED_IDLE');
    const seen = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0]);
    expect(seen.filter((name) => name !== '').sort()).toEqual([
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'UV_THREADPOOL_SIZE',
    ]);
  });

  it('that is killed costs nobody an answer, and is followed by another', async () => {
    hashing = hashingApart();
    const phc = await hashing.hash(PASSWORD, cheap);
    const [first = 0] = hashers();
    const dear = { ...cheap, memoryCost: 65_536, timeCost: 4 };
    const under = hashing.hash(PASSWORD, dear);
    process.kill(first, 'SIGKILL');
    expect(await hashing.verify(await under, PASSWORD)).toBe(true);
    expect(await hashing.verify(phc, PASSWORD)).toBe(true);
    await eventually(() => hashers().some((pid) => pid !== first));
  });

  it('that gets no turn is not waited for', async () => {
    hashing = hashingApart();
    const phc = await hashing.hash(PASSWORD, cheap);
    const [stopped = 0] = hashers();
    process.kill(stopped, 'SIGSTOP');
    expect(await hashing.verify(phc, PASSWORD)).toBe(true);
    expect(await Promise.all(Array.from({ length: 20 }, () => hashing.verify(phc, 'another')))).not.toContain(true);
    process.kill(stopped, 'SIGCONT');
  });
});
