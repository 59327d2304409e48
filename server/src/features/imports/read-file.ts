import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Import, ImportField } from '@gatehouse/contract/imports';
import { AppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import type { FileToRead } from './read-table.ts';

/** What is not said is guessed. `home`: the country of numbers that name none. */
export type FileOrder = FileToRead & {
  readonly hasHeader: boolean | null;
  readonly mapping: readonly (ImportField | null)[] | null;
  readonly home: string | null;
};

/** How a file is read. */
export type FileFacts = Pick<Import, 'encoding' | 'delimiter' | 'hasHeader' | 'columns' | 'mapping' | 'sample'> & {
  readonly rowCount: number;
};

/** An `AppError`, as it comes through between threads. */
export type Refusal = Pick<AppError, 'code' | 'params' | 'fields'>;

export type OpenFile = {
  readonly facts: FileFacts;
  /** Rows from the `start`th, checked, as JSON of `CheckedRow[]`. To be asked for in order; from 0 again if need be. */
  rows(start: number, count: number): Promise<string>;
  /** To be called in the end, whatever happened. */
  close(): Promise<void>;
};

const TIME = 5 * SECOND;
/** For the thread's own code, which is not to blame for how busy the machine is. */
const START = 30 * SECOND;
const HEAP_MB = 256;
/** One file at a time, and a few that wait: two cores serve others too. */
const WAITING = 4;
let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * A file in the hands of a thread of its own, with a limit of time and memory: nobody waits for what it does.
 * @throws AppError IMPORT-EMPTY, IMPORT-UNREADABLE, IMPORT-TOO-LARGE, IMPORT-QUOTE {row}, BUSY; REQUEST-INVALID for `mapping`
 */
export async function openFile(order: FileOrder): Promise<OpenFile> {
  if (waiting >= WAITING) throw new AppError('BUSY', { seconds: 5 });
  waiting++;
  const before = queue;
  const turn = Promise.withResolvers<void>();
  queue = turn.promise;
  const leave = () => {
    waiting--;
    turn.resolve();
  };
  await before;
  try {
    return await inThread(order, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function inThread(order: FileOrder, leave: () => void): Promise<OpenFile> {
  const worker = new Worker(new URL(`./parse-file${path.extname(import.meta.filename)}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  // An error that nobody waits for is told to whoever asks next: the thread does not answer any more.
  worker.on('error', () => {});
  try {
    await answerOf<string>(worker, START);
    const answer = answerOf<FileFacts>(worker, TIME);
    worker.postMessage(order);
    const facts = await answer;
    return {
      facts,
      rows: (start, count) => {
        const checked = answerOf<string>(worker, TIME);
        worker.postMessage({ start, count });
        return checked;
      },
      close: async () => {
        await worker.terminate();
        leave();
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/** What the thread says next. @throws AppError */
function answerOf<T extends object | string>(worker: Worker, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (result: { answer: T } | { error: AppError }) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      if ('error' in result) reject(result.error);
      else resolve(result.answer);
    };
    const refuse = (code: ErrorCode) => end({ error: new AppError(code) });
    const onMessage = (answer: T | { refused: Refusal }) => {
      if (typeof answer !== 'object' || !('refused' in answer)) return end({ answer: answer as T });
      const { code, params, fields } = answer.refused;
      end({ error: new AppError(code, params, fields) });
    };
    const onError = ({ code }: NodeJS.ErrnoException) => {
      refuse(code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'IMPORT-TOO-LARGE' : 'IMPORT-UNREADABLE');
    };
    const onExit = () => refuse('IMPORT-UNREADABLE');
    const timer = setTimeout(() => refuse('IMPORT-TOO-LARGE'), milliseconds);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
