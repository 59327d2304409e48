import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Options } from '@node-rs/argon2';
import { MINUTE, SECOND } from '../../kernel/clock.ts';
import { startBehind } from '../background.ts';
import { type Hashing, hashingHere } from './hashing.ts';

export type HashWork =
  | { readonly kind: 'hash'; readonly args: [password: string, cost: Options] }
  | { readonly kind: 'verify'; readonly args: [phc: string, password: string] };
export type HashOrder = { readonly id: number; readonly work: HashWork };
/** `value`: null where it failed. */
export type HashResult = { readonly id: number; readonly value: string | boolean | null };

/** No hash takes as long that has a core: after that, somebody else has them all. In milliseconds, and for each MiB of a pass. */
const PATIENCE = { least: 500, perMiB: 3 };
/** How long this process then hashes itself. */
const CROWDED = 10 * SECOND;
/** Without work the process ends, and its memory is free. */
const IDLE = 5 * MINUTE;

/**
 * In a process that stands behind all others and may so have all cores: whoever is signed in does not notice a queue of
 * sign-ins. It starts with the first password and ends when none has come for a while. Where it gets no turn, fails, or cannot be
 * had, this process does it itself: a sign-in waits some ten times as long as a hash takes, never for ever.
 */
export function hashingApart(): Hashing {
  let apart: Promise<Apart | null> | null = null;
  let hereUntil = 0;
  const ask = async (work: HashWork, mebibytes: number): Promise<string | boolean | null> => {
    if (performance.now() < hereUntil) return null;
    apart ??= open(() => {
      apart = null;
    });
    const late = lateness(Math.max(PATIENCE.least, PATIENCE.perMiB * mebibytes));
    const value = await Promise.race([apart.then((process) => process?.ask(work) ?? null), late.promise]);
    late.cancel();
    if (value !== 'late') return value;
    hereUntil = performance.now() + CROWDED;
    return null;
  };
  return {
    width: availableParallelism(),
    hash: async (password, cost) => {
      const phc = await ask({ kind: 'hash', args: [password, cost] }, workOf(cost.memoryCost, cost.timeCost));
      return typeof phc === 'string' ? phc : hashingHere.hash(password, cost);
    },
    verify: async (phc, password) => {
      const [, memory, passes] = /\$m=(\d+),t=(\d+),/.exec(phc) ?? [];
      const fits = await ask({ kind: 'verify', args: [phc, password] }, workOf(Number(memory), Number(passes)));
      return typeof fits === 'boolean' ? fits : hashingHere.verify(phc, password);
    },
    close: () => {
      apart?.then((process) => process?.end());
    },
  };
}

type Apart = { ask(work: HashWork): Promise<HashResult['value']>; end(): void };

/** `onEnd`: it has gone, for whatever reason; who waits for an answer is told null. */
async function open(onEnd: () => void): Promise<Apart | null> {
  const module = path.join(import.meta.dirname, `hashing-process${path.extname(import.meta.filename)}`);
  const child = await startBehind(module, { UV_THREADPOOL_SIZE: String(availableParallelism()) });
  if (!child) {
    onEnd();
    return null;
  }
  const waiting = new Map<number, (value: HashResult['value']) => void>();
  const answer = ({ id, value }: HashResult) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  };
  child.on('message', answer).on('exit', () => {
    onEnd();
    for (const id of waiting.keys()) answer({ id, value: null });
  });
  const idle = setTimeout(() => end(child), IDLE).unref();
  let count = 0;
  return {
    ask: (work) => {
      idle.refresh();
      const id = count++;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, work } satisfies HashOrder, (error) => error && answer({ id, value: null }));
      });
    },
    end: () => end(child),
  };
}

function end(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

/** MiB that are filled, over all passes; 0 where that is not said. */
function workOf(memoryKiB = 0, passes = 0): number {
  return (memoryKiB / 1024) * passes || 0;
}

function lateness(milliseconds: number) {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, milliseconds, 'late' as const);
  return { promise, cancel: () => clearTimeout(timer) };
}
