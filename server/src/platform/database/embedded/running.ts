import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Folders, removeSocketFolder, usualSocketFolder } from './folders.ts';

/** What a PostgreSQL wrote down about itself in its cluster (postmaster.pid, lines 1 and 5). */
type Postmaster = { readonly pid: number; readonly socketFolder: string };

/** Longest wait for an abandoned PostgreSQL to write everything down and end. */
const REAP_MILLISECONDS = 60_000;

const pidFile = (folders: Folders) => path.join(folders.cluster, 'postmaster.pid');

/** A setting of no effect that marks a PostgreSQL with the process that started it. */
export const OWNER_MARK = `gatehouse.owner=${process.pid}`;

/** The socket folder of the PostgreSQL that another process runs on this cluster, or null. */
export async function findRunning(folders: Folders): Promise<string | null> {
  const postmaster = await readPostmaster(folders);
  if (!postmaster) return null;
  const listens = await answers(postmaster.socketFolder);
  const seen = await describeProcess(postmaster.pid, folders.cluster);
  if (!seen) return listens ? postmaster.socketFolder : null; // it may listen from another container
  return seen.abandoned ? null : postmaster.socketFolder;
}

/**
 * Ends a PostgreSQL whose starter died without stopping it, and takes away what a killed one left behind.
 * Call it only after `findRunning` answered null.
 */
export async function reapAbandoned(folders: Folders, log: (message: string) => void): Promise<void> {
  const postmaster = await readPostmaster(folders);
  if (!postmaster) return;
  if (await describeProcess(postmaster.pid, folders.cluster)) {
    log('Stopping the database that an earlier run left behind.');
    await interruptAndWait(postmaster.pid, folders.cluster);
  }
  await rm(pidFile(folders), { force: true });
  await removeSocketFolder(folders, postmaster.socketFolder);
}

async function interruptAndWait(pid: number, cluster: string): Promise<void> {
  process.kill(pid, 'SIGINT'); // "fast shutdown": ends sessions, writes a checkpoint
  const patience = AbortSignal.timeout(REAP_MILLISECONDS);
  while (await describeProcess(pid, cluster)) {
    if (patience.aborted)
      throw new Error(`The database process ${pid} of an earlier run does not end. End it, then retry.`);
    await wait(50);
  }
}

async function readPostmaster(folders: Folders): Promise<Postmaster | null> {
  const text = await readFile(pidFile(folders), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, socketFolder: lines[4] || usualSocketFolder(folders) } : null;
}

/** Whether something accepts connections on the socket: known across containers, where process numbers are not. */
function answers(socketFolder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path.join(socketFolder, '.s.PGSQL.5432'));
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => finish(true));
    socket.on('error', () => finish(false));
  });
}

/**
 * Whether process `pid` has lost the parent that started it, if it is a PostgreSQL on `cluster`; null when it ended
 * or is something else.
 */
async function describeProcess(pid: number, cluster: string): Promise<{ abandoned: boolean } | null> {
  const found = process.platform === 'linux' ? await readProcess(pid) : await askPs(pid);
  if (!found?.command.includes(` ${cluster} `)) return null;
  return { abandoned: !found.command.includes(` gatehouse.owner=${found.parent} `) };
}

async function readProcess(pid: number): Promise<{ parent: number; command: string } | null> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'), // empty for one that ended and waits to be collected
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), command: command.replaceAll('\0', ' ') };
  } catch {
    return null;
  }
}

async function askPs(pid: number): Promise<{ parent: number; command: string } | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=,command=', '-p', String(pid)]);
    return { parent: Number.parseInt(stdout, 10), command: stdout };
  } catch {
    return null;
  }
}
