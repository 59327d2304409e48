import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** Whose rights PostgreSQL runs with: the ids for `spawn`, empty when they are simply our own. */
export type ServiceUser = { readonly uid?: number; readonly gid?: number };

/** `nobody` and `nogroup` on every Linux; a number needs no entry in /etc/passwd. */
const NOBODY = 65_534;

/**
 * PostgreSQL refuses to run as root. So: ourselves when we are not root, else the owner of the folder that already
 * holds its data, else `nobody`.
 */
export async function chooseServiceUser(folder: string): Promise<ServiceUser> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(folder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return { uid: NOBODY, gid: NOBODY };
}

export type RunResult = { readonly status: number | null; readonly output: string };

/** Runs a program to its end with the rights of `user`. Never rejects: what cannot be started has status null. */
export function runAs(
  user: ServiceUser,
  program: string,
  programArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const output: string[] = [];
    const child = spawn(program, programArguments, {
      ...user,
      env: environment,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    child.stdout.on('data', (text) => output.push(String(text)));
    child.stderr.on('data', (text) => output.push(String(text)));
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => resolve({ status, output: output.join('').trim() }));
  });
}

/** Whether `user` may enter and write `folder`; asked of the system, which knows every kind of permission. */
export async function mayWrite(user: ServiceUser, folder: string): Promise<boolean> {
  const { status } = await runAs(user, '/bin/sh', ['-c', 'test -x "$0" && test -w "$0"', folder]);
  return status === 0;
}
