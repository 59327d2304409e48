import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Enough that a thread which waits for requests goes first; what computes still gets all that is left over. */
const BEHIND = 10;

/**
 * Puts the threads that hash passwords behind the one that answers requests, so that a queue of sign-ins slows nobody
 * else. On Linux, where a priority is a thread's own (setpriority(2)); elsewhere, and where it is not allowed, they stay
 * beside it. Call it when the pool has worked once: its threads come with its first work.
 */
export function putPoolBehind(): void {
  forEachThread((thread) => {
    if (readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').startsWith('libuv-worker')) setPriority(thread, BEHIND);
  });
}

/** The same for the thread that calls it, which is a worker's. */
export function stepBehind(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), BEHIND);
  } catch {
    // Beside the others, then.
  }
}

function forEachThread(work: (thread: number) => void): void {
  try {
    for (const thread of readdirSync('/proc/self/task')) work(Number(thread));
  } catch {
    // Beside the others, then.
  }
}
