import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is truthy; answers it. No fixed sleep: as soon as it holds, and an error when it never does. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  milliseconds = 10_000,
  every = 15,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as NonNullable<T>;
    if (performance.now() > deadline) throw new Error(`It did not become so within ${milliseconds} ms: ${ask}`);
    await pause(every);
  }
}
