import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The first `name` in `from` or above it: finds the project's own files from the sources and from the build alike.
 * @throws Error when there is none.
 */
export function findUpward(from: string, name: string): string {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, name);
    if (existsSync(candidate)) return candidate;
    if (directory === path.dirname(directory)) throw new Error(`Cannot find ${name} above ${from}.`);
  }
}
