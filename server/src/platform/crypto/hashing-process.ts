import { hash, verify } from '@node-rs/argon2';
import type { HashOrder, HashResult } from './hashing-apart.ts';

// The body of the process that hashes. It ends with the one that started it and not before: a signal to both, at a terminal,
// finds sign-ins that are still to be answered.

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', async ({ id, work }: HashOrder) => {
  const value = await (work.kind === 'hash' ? hash(...work.args) : verify(...work.args)).catch(() => null);
  if (process.connected) process.send?.({ id, value } satisfies HashResult);
});
process.send?.('ready');
