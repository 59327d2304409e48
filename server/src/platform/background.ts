import { type ChildProcess, execFile, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * Runs a module of ours in a process of its own that gets the cores while nobody else wants them. It has said `ready` when it is
 * answered, and ends with this process; it keeps this one from ending no longer than a request to it does. Null where it cannot be
 * had. A thread with less priority would not do: kept from going on while it grows the memory of the process, it keeps all
 * threads waiting.
 * @param module path of a file; it sees of the environment only what `environment` says
 */
export async function startBehind(
  module: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProcess | null> {
  const child = fork(module, { env: environment, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const isReady = await new Promise<boolean>((resolve) => {
    child.once('message', () => resolve(true));
    child.once('error', () => resolve(false)).once('exit', () => resolve(false));
  });
  if (!isReady || child.pid === undefined) return null;
  child.on('error', () => {}); // what is said to one that has gone: its `exit` tells
  await stepBehind(child.pid);
  child.unref();
  child.channel?.unref();
  return child;
}

/** Linux has a class for it (sched(7), SCHED_IDLE), which the tool of util-linux sets; elsewhere it is niceness. */
function stepBehind(pid: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('chrt', ['-a', '-i', '-p', '0', String(pid)], (error) => {
      if (error) trySetPriority(pid);
      resolve();
    });
  });
}

function trySetPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // it has gone, or may not be changed: then it is as good as the others
  }
}
