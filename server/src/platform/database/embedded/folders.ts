import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseServiceUser, mayWrite, type ServiceUser } from './service-user.ts';
import { removeAbandoned } from './unfinished.ts';

/** Where everything of one embedded PostgreSQL lies. */
export type Folders = {
  readonly user: ServiceUser;
  /** Gatehouse's data folder: the one asked for, or the one taken instead. */
  readonly dataDirectory: string;
  /** The part of it that belongs to `user`; all others are in here. */
  readonly home: string;
  readonly cluster: string;
};

/** Where data goes when PostgreSQL, which must not run as root, cannot reach the folder that root asked for. */
const SHARED_STATE = '/var/lib/gatehouse';

/** Longest path of a Unix socket (sockaddr_un, less its final zero), and the file name that PostgreSQL adds. */
const SOCKET_PATH_BYTES = 107;
const SOCKET_FILE = '/.s.PGSQL.5432';

/**
 * Makes the folders. As root in a folder whose parents only root may enter, it takes a folder under /var/lib instead
 * and says so.
 * @throws Error in words, when neither can be written
 */
export async function prepareFolders(asked: string, log: (message: string) => void): Promise<Folders> {
  const wanted = path.resolve(asked);
  const folders = await tryFolders(wanted);
  if (folders) return folders;
  if (process.getuid?.() !== 0) {
    throw new Error(`${wanted} cannot be written by this user. Change its owner, or set GATEHOUSE_DATA.`);
  }
  const substitute = path.join(SHARED_STATE, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  const others = await tryFolders(substitute);
  if (!others) throw new Error(`Neither ${wanted} nor ${substitute} can be used for the database. Set GATEHOUSE_DATA.`);
  log(
    `PostgreSQL must not run as root, and an ordinary user cannot enter ${wanted}: ` +
      `the data is kept in ${substitute} (set GATEHOUSE_DATA to decide otherwise).`,
  );
  return others;
}

async function tryFolders(dataDirectory: string): Promise<Folders | null> {
  const home = path.join(dataDirectory, 'postgres');
  await mkdir(dataDirectory, { recursive: true, mode: 0o755 });
  const user = await chooseServiceUser(home);
  if (user.uid !== undefined) {
    // Others may pass through, not look around; what is secret in there is a file of mode 0600.
    await chmod(dataDirectory, (await stat(dataDirectory)).mode | 0o011);
  }
  await makePrivate(home, user);
  if (!(await mayWrite(user, home))) return null;
  await removeAbandoned(home);
  return { user, dataDirectory, home, cluster: path.join(home, 'cluster') };
}

async function makePrivate(folder: string, user: ServiceUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
}

/** Where the socket of a cluster is looked for first. */
export function usualSocketFolder(folders: Folders): string {
  return path.join(folders.home, 'socket');
}

/** A folder for the socket that only `user` (and root) may enter, short enough for a socket's path. */
export async function prepareSocketFolder(folders: Folders): Promise<string> {
  const usual = usualSocketFolder(folders);
  if (Buffer.byteLength(usual + SOCKET_FILE) <= SOCKET_PATH_BYTES) {
    await makePrivate(usual, folders.user);
    return usual;
  }
  const short = await mkdtemp(path.join(tmpdir().length < 60 ? tmpdir() : '/tmp', 'gatehouse-'));
  await makePrivate(short, folders.user);
  return short;
}

/** Takes away a socket folder that was made for a path too long; the usual one stays. */
export async function removeSocketFolder(folders: Folders, socketFolder: string): Promise<void> {
  if (socketFolder === usualSocketFolder(folders)) return;
  if (path.basename(socketFolder).startsWith('gatehouse-')) await rm(socketFolder, { recursive: true, force: true });
}
