import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/app-error.ts';
import { hashingHere } from './hashing.ts';
import { createPasswordHasher } from './password-hasher.ts';

// Far below what the settings take: what is tested here is not the cost.
const cheap = { memoryKiB: 64, passes: 1, lanes: 1 };
const PASSWORD = 'correct horse battery staple';

describe('password hashes', () => {
  const hasher = createPasswordHasher({ cost: cheap });

  it('are Argon2id with the cost of the settings, each with its own salt [S8]', async () => {
    const [one, other] = await Promise.all([hasher.hash(PASSWORD), hasher.hash(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(other).not.toBe(one);
  });

  it('fit the password and nothing near it, however long [S2]', async () => {
    const long = `${'пароль 🔑 '.repeat(8)}z`;
    const phc = await hasher.hash(long);
    expect(await hasher.verify(phc, long)).toEqual({ fits: true, outdated: false });
    for (const near of [`${long.slice(0, -1)}y`, long.slice(0, -1), Buffer.from(long).subarray(0, 72).toString(), '']) {
      expect((await hasher.verify(phc, near)).fits).toBe(false);
    }
  });

  it('below today’s cost are told, so that they can be replaced [S8]', async () => {
    const phc = await hasher.hash(PASSWORD);
    const outdated = async (cost: typeof cheap) =>
      (await createPasswordHasher({ cost }).verify(phc, PASSWORD)).outdated;
    expect(await outdated({ ...cheap, memoryKiB: 128 })).toBe(true);
    expect(await outdated({ ...cheap, passes: 2 })).toBe(true);
    expect(await outdated(cheap)).toBe(false);
  });

  it('of nobody never fit, not even the decoy', async () => {
    expect(await hasher.verify(null, PASSWORD)).toEqual({ fits: false, outdated: false });
    expect((await hasher.verify(null, '')).fits).toBe(false);
  });
});

describe('the queue [D13]', () => {
  it('refuses at once what is too much, serves the rest, and is free again afterwards', async () => {
    const waiting: number[] = [];
    const queue = 3;
    const hasher = createPasswordHasher({ cost: cheap, queue, onQueue: (length) => waiting.push(length) });
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => hasher.hash(PASSWORD)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(results.length - refused.length).toBe(hashingHere.width + queue);
    expect(refused.every((error) => isAppError(error, 'BUSY') && Number(error.params.seconds) > 0)).toBe(true);
    expect(Math.max(...waiting)).toBe(queue);
    expect(waiting.at(-1)).toBe(0);
    await expect(hasher.hash(PASSWORD)).resolves.toContain('$argon2id$');
  });
});
