// What the machine can do at most: Argon2id verifications, as many at once as there are cores, and nothing else.
import { availableParallelism } from 'node:os';
import { verify } from '@node-rs/argon2';

export type HashOrder = { readonly hash: string; readonly password: string; readonly milliseconds: number };

process.on('message', async ({ hash, password, milliseconds }: HashOrder) => {
  const began = performance.now();
  const until = began + milliseconds;
  let count = 0;
  const drive = async () => {
    for (; performance.now() < until; count++) await verify(hash, password);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, drive));
  process.send?.((count * 1000) / (performance.now() - began));
});
