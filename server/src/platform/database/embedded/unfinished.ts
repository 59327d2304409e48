import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const PREFIX = 'unfinished-';

/** Nothing is being made for longer than this; in milliseconds. */
const ABANDONED_AFTER = 10 * 60_000;

/** A name in `home` for what is being made; it gets its real name from {@link finish} when it is whole. */
export function unfinishedName(home: string): string {
  return path.join(home, PREFIX + randomUUID());
}

/** Gives `unfinished` its real name at once, unless another process was first: then that one's stays. */
export async function finish(unfinished: string, target: string): Promise<void> {
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/** Takes away what an interrupted start left, but nothing that another process may be making now. */
export async function removeAbandoned(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = path.join(home, name);
    const changedAt = (await stat(folder).catch(() => null))?.mtimeMs ?? 0;
    if (Date.now() - changedAt > ABANDONED_AFTER) await rm(folder, { recursive: true, force: true });
  }
}
