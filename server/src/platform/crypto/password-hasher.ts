import { randomBytes } from 'node:crypto';
import { AppError } from '../../kernel/app-error.ts';
import { type Hashing, hashingHere } from './hashing.ts';

/** `Algorithm.Argon2id` of the library, whose const enum cannot be imported by erasable TypeScript. */
const ARGON2ID = 2;

export type Argon2Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

/** Argon2id off the event loop, as many at once as `hashing` is good for, the rest in a bounded queue. */
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
  /** Default: in threads of this process. */
  readonly hashing?: Hashing;
  /** Most that may wait; default 256, some seconds of one core. */
  readonly queue?: number;
  readonly onQueue?: (waiting: number) => void;
};

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { hashing = hashingHere } = options;
  const run = boundedQueue(hashing.width, options.queue ?? 256, options.onQueue);
  const { memoryKiB, passes, lanes } = options.cost;
  const settings = { algorithm: ARGON2ID, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
  const decoy = decoyOf(options.cost);
  return {
    hash: (password) => run(() => hashing.hash(password, settings)),
    verify: async (phc, password) => {
      const fits = await run(() => hashing.verify(phc ?? decoy, password));
      return { fits: fits && phc !== null, outdated: phc !== null && isWeaker(phc, options.cost) };
    },
  };
}

/** The hash of no password: takes as long to compare with as any other. */
function decoyOf({ memoryKiB, passes, lanes }: Argon2Cost): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${random(16)}$${random(32)}`;
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
