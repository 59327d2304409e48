import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Enough that a thread which waits for requests goes first; what computes still gets all that is left over. */
const BEHIND = 10;

/**
 * Puts the worker thread that calls it behind the one that answers requests: what it reads is in no hurry. On Linux, where a
 * priority is a thread's own (setpriority(2)); elsewhere, and where it is not allowed, it stays beside it. Not for hashes:
 * somebody waits for each, and behind a busy database they would get next to nothing.
 */
export function stepBehind(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), BEHIND);
  } catch {
    // Beside the others, then.
  }
}
