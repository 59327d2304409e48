import { setImmediate as breathe } from 'node:timers/promises';

/** Some half a millisecond of hashing or reading. */
const IN_ONE_TURN = 20;

/** As `map`, but lets the event loop answer others in between. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) {
    done.push(work(item));
    if (done.length % IN_ONE_TURN === 0) await breathe();
  }
  return done;
}
