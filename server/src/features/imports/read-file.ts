import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Delimiter, Encoding, Import } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';

/** A file, and how a person says that it is to be read; null where that is to be guessed. */
export type FileToRead = {
  readonly content: Uint8Array;
  readonly format: Import['format'];
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
};

export type ReadFile = {
  readonly encoding: Encoding | null;
  readonly delimiter: Delimiter | null;
  /** Every row as long as the others. */
  readonly table: string[][];
};

const TIME = 5 * SECOND;
const HEAP_MB = 256;
/** One file at a time, and a few that wait: two cores serve others too. */
const WAITING = 4;
let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * The rows of a file, read in a thread of its own with a limit of time and memory.
 * @throws AppError IMPORT-EMPTY, IMPORT-UNREADABLE, IMPORT-TOO-LARGE, BUSY
 */
export async function readFile(file: FileToRead): Promise<ReadFile> {
  if (waiting >= WAITING) throw new AppError('BUSY', { seconds: 5 });
  waiting++;
  const mine = queue.then(() => inThread(file));
  queue = mine.catch(() => {});
  try {
    const read = await mine;
    if (read.table.length === 0) throw new AppError('IMPORT-EMPTY');
    return read;
  } finally {
    waiting--;
  }
}

function inThread(file: FileToRead): Promise<ReadFile> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./parse-file${path.extname(import.meta.filename)}`, import.meta.url), {
      workerData: file,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const end = (error: AppError | null, read?: ReadFile) => {
      clearTimeout(timer);
      void worker.terminate();
      if (error) reject(error);
      else if (read) resolve(read);
    };
    const timer = setTimeout(() => end(new AppError('IMPORT-TOO-LARGE')), TIME);
    worker.once('message', (answer: ReadFile | { refused: string }) => {
      if (!('refused' in answer)) return end(null, answer);
      end(new AppError(answer.refused === 'IMPORT-TOO-LARGE' ? 'IMPORT-TOO-LARGE' : 'IMPORT-UNREADABLE'));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      end(new AppError(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'IMPORT-TOO-LARGE' : 'IMPORT-UNREADABLE'));
    });
  });
}
