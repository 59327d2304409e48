import { type ChildProcess, fork, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

export const BENCH = import.meta.dirname;
export const ROOT = path.dirname(BENCH);

/** A server under load, in a process of its own. */
export type Server = {
  readonly name: string;
  readonly port: number;
  /** Resident memory now, in MB. */
  memory(): number;
  stop(): Promise<void>;
};

/** Starts a program that serves on `PORT` and waits until it answers. What it logs goes nowhere; its errors are shown. */
export async function startServer(
  name: string,
  program: readonly string[],
  environment: Record<string, string>,
  port: number,
): Promise<Server> {
  const child = spawn(process.execPath, [...program], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilAnswering(name, child, port);
  return {
    name,
    port,
    memory: () => residentMemory(child.pid ?? 0),
    stop: () => stopped(child),
  };
}

async function untilAnswering(name: string, child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not start`);
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.arrayBuffer(),
      () => null,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** Linux tells it in /proc; elsewhere it is not measured (NaN). */
function residentMemory(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** A helper process that takes one order at a time and answers it. */
export type Worker<Order, Result> = { ask(order: Order): Promise<Result>; stop(): Promise<void> };

export function startWorker<Order, Result>(file: string): Worker<Order, Result> {
  const child = fork(path.join(BENCH, file), { serialization: 'advanced' });
  return {
    ask: async (order) => {
      const answer = once(child, 'message');
      child.send(order as Serializable);
      const [result] = await answer;
      return result as Result;
    },
    stop: () => stopped(child),
  };
}
