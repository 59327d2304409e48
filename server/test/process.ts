import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A real server process. */
export type ServerProcess = {
  readonly origin: string;
  /** All that it wrote so far, both streams. */
  output(): string;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ending>;
};

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs main.ts from its sources: never a stale build. Nothing of this process's own settings is passed on. */
export function runServer(
  settings: Readonly<Record<string, string>>,
  /** A file that it writes into instead, such as one with no room. */
  standardOutput?: number,
): Omit<ServerProcess, 'origin'> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { PATH, HOME, NODE_ENV: 'test', TZ: 'UTC', TSX_TSCONFIG_PATH: 'server/tsconfig.json', ...settings },
    stdio: ['ignore', standardOutput ?? 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { output: () => output, signal: (signal) => void child.kill(signal), ended };
}

/** What every process of a test has in common; ARGON2 at the weakest cost that the settings take. */
export const SETTINGS = {
  GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64'),
  GATEHOUSE_SETUP_TOKEN: 'set-up-token-for-these-tests',
  ARGON2_MEMORY_KIB: '12288',
  ARGON2_PASSES: '3',
};

/** Starts a server and waits until it answers. `settings` needs DATABASE_URL, usually SMTP_URL. */
export async function startServer(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = runServer({ ...SETTINGS, PORT: String(port), GATEHOUSE_URL: origin, ...settings });
  let ended = false;
  void server.ended.then(() => {
    ended = true;
  });
  await eventually(async () => {
    if (ended) throw new Error(`The server ended: ${server.output()}`);
    return server.output().includes('Gatehouse is ready');
  }, 30_000);
  return { ...server, origin };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
