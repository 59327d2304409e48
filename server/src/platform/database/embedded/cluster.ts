import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Folders } from './folders.ts';
import { runAs } from './service-user.ts';
import { finish, unfinishedName } from './unfinished.ts';

/** The role that owns everything in an embedded database. */
export const DATABASE_USER = 'gatehouse';

/**
 * Makes the cluster where there is none yet: under a temporary name first, so that whatever interrupts it leaves
 * nothing that looks whole.
 * @throws Error in words, when it cannot be made or belongs to another major version of PostgreSQL
 */
export async function prepareCluster(folders: Folders, binaries: Binaries): Promise<void> {
  const version = await readFile(path.join(folders.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) return refuseOtherVersion(folders, version.trim(), binaries.major);

  const unfinished = unfinishedName(folders.home);
  const { status, output } = await runAs(
    folders.user,
    path.join(binaries.folder, 'bin/initdb'),
    ['-D', unfinished, '-U', DATABASE_USER, ...LOCALE, '--auth-local=trust', '--auth-host=reject', '--no-instructions'],
    binaries.environment,
  );
  if (status !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(`The embedded database could not be created in ${folders.home}: ${output}`);
  }
  await finish(unfinished, folders.cluster);
}

/**
 * Sorting and upper and lower case by PostgreSQL's own tables, the same on every system and after every upgrade of it.
 * The character classes (what is a letter, for trigrams) are still the system's, and must know UTF-8.
 */
const LOCALE = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
];

function refuseOtherVersion(folders: Folders, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new Error(
    `${folders.cluster} was made by PostgreSQL ${found}, this release brings ${wanted}. ` +
      'Back up with the earlier release of Gatehouse, move the folder away, and restore with this one.',
  );
}
