import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from './crypto/password-hasher.ts';

const nameOf = (thread: string) => readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();

describe.runIf(process.platform === 'linux')('priorities of threads', () => {
  it('put the threads that hash behind all others', async () => {
    const hasher = createPasswordHasher({ cost: { memoryKiB: 64, passes: 1, lanes: 1 } });
    await hasher.verify(null, 'correct horse battery staple');
    const threads = readdirSync('/proc/self/task').map((thread) => ({
      hashes: nameOf(thread).startsWith('libuv-worker'),
      behind: getPriority(Number(thread)) > getPriority(),
    }));
    expect(threads.some(({ hashes }) => hashes)).toBe(true);
    expect(threads.filter(({ hashes, behind }) => hashes !== behind)).toEqual([]);
  });
});
