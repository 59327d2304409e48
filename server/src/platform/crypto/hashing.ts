import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';

/** Where Argon2id is reckoned. */
export type Hashing = {
  /** As many at once as are worth it. */
  readonly width: number;
  /** PHC string. */
  hash(password: string, cost: Options): Promise<string>;
  verify(phc: string, password: string): Promise<boolean>;
  /** Takes back what it holds; nothing is asked of it afterwards. */
  close(): void;
};

/**
 * In threads of this process. One core is left to everybody else: a queue of sign-ins that took them all would make whoever is
 * signed in wait for a hash at every turn, and gain a tenth.
 */
export const hashingHere: Hashing = {
  width: Math.max(1, availableParallelism() - 1),
  hash: (password, cost) => hash(password, cost),
  verify: (phc, password) => verify(phc, password),
  close: () => {},
};
