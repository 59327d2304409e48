import type { IncomingMessage } from 'node:http';
import { SECOND } from '../../kernel/clock.ts';

/** More than this nobody sends by mistake. */
const MOST = 64 * 1024 * 1024;
const LONGEST = 5 * SECOND;

/**
 * Reads what is left of a body that is refused, and keeps none of it: who is still sending when the connection ends sees
 * that instead of the answer (RFC 9112 s. 9.6). Ends with the body, after 64 MB, or after five seconds.
 */
export function drainBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let read = 0;
    const end = () => {
      clearTimeout(timer);
      request.off('data', count);
      request.pause();
      resolve();
    };
    const count = (chunk: Buffer) => {
      read += chunk.length;
      if (read > MOST) end();
    };
    const timer = setTimeout(end, LONGEST);
    for (const event of ['end', 'close', 'error'] as const) request.once(event, end);
    request.on('data', count);
    request.resume();
  });
}
