import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../kernel/app-error.ts';

/** `Algorithm.Argon2id` of the library, whose const enum cannot be imported by erasable TypeScript. */
const ARGON2ID = 2;

export type Argon2Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

/**
 * Argon2id off the event loop, the rest in a bounded queue. One core is left to everybody else: a queue of sign-ins that
 * took them all would make whoever is signed in wait for a hash at every turn, and gain a tenth.
 */
export type PasswordHasher = {
  /** PHC string. @throws AppError BUSY {seconds} when the queue is full. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits; `outdated` when the hash is weaker than today's cost. A null `phc` (nobody has that
   * identifier) costs the same time and never fits (ASVS 6.3.8). @throws AppError BUSY {seconds}
   */
  verify(phc: string | null, password: string): Promise<{ fits: boolean; outdated: boolean }>;
};

export type PasswordHasherOptions = {
  readonly cost: Argon2Cost;
  /** Most that may wait; default 256, some seconds of one core. */
  readonly queue?: number;
  readonly onQueue?: (waiting: number) => void;
};

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const run = boundedQueue(Math.max(1, availableParallelism() - 1), options.queue ?? 256, options.onQueue);
  const { memoryKiB, passes, lanes } = options.cost;
  const settings = { algorithm: ARGON2ID, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
  const makeHash = (password: string) => run(() => hash(password, settings));
  const decoy = makeHash(`decoy ${Math.random()}`);
  return {
    hash: makeHash,
    verify: async (phc, password) => {
      const stored = phc ?? (await decoy);
      const fits = await run(() => verify(stored, password));
      return { fits: fits && phc !== null, outdated: phc !== null && isWeaker(phc, options.cost) };
    },
  };
}

/** Runs at most `width` at once; more than `length` waiting are refused at once rather than late. */
function boundedQueue(width: number, length: number, onQueue: (waiting: number) => void = () => {}) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (waiting.length >= length) throw new AppError('BUSY', { seconds: 2 });
      await new Promise<void>((start) => {
        waiting.push(start);
        onQueue(waiting.length);
      });
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      onQueue(waiting.length);
      if (next) next();
      else running--;
    }
  };
}

/** True when any parameter of the PHC string is below today's cost, or the algorithm is another one. */
function isWeaker(phc: string, cost: Argon2Cost): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(phc);
  if (!found) return true;
  return Number(found[1]) < cost.memoryKiB || Number(found[2]) < cost.passes;
}
