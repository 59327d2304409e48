import { parentPort } from 'node:worker_threads';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { rowChecker } from './check-row.ts';
import { guessMapping, looksLikeHeader } from './domain/import-columns.ts';
import type { FileFacts, FileOrder, Refusal } from './read-file.ts';
import { readTable } from './read-table.ts';

// The body of a worker thread: a file that somebody made to harm can end this thread, and nothing else; and one that is
// merely large keeps nobody waiting for an answer. It has the priority of every other: a thread of less that is kept from
// going on while it grows the memory of the process keeps all its threads waiting.

const SAMPLE = 5;
const SHOWN = 200;

async function open(order: FileOrder): Promise<{ facts: FileFacts; rows: readonly (readonly string[])[] }> {
  const { encoding, delimiter, table } = await readTable(order);
  const [first = [], ...others] = table;
  const hasHeader = order.hasHeader ?? looksLikeHeader(first);
  const rows = hasHeader ? others : table;
  if (rows.length === 0) throw new AppError('IMPORT-EMPTY');
  const columns = first.map((cell) => (hasHeader ? cell.trim() : ''));
  const mapping = [...(order.mapping ?? guessMapping(columns, rows.slice(0, 20)))];
  const used = mapping.filter((field) => field !== null);
  if (mapping.length !== columns.length || new Set(used).size !== used.length)
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'mapping', code: 'FIELD-INVALID', params: {} }]);
  const sample = rows.slice(0, SAMPLE).map((row) => row.map((cell) => cell.slice(0, SHOWN)));
  return { facts: { encoding, delimiter, hasHeader, columns, mapping, sample, rowCount: rows.length }, rows };
}

/** Answers `{start, count}` with those rows, checked, as JSON that the database reads. They are asked for in order. */
function serve(rows: readonly (readonly string[])[], { mapping }: FileFacts, home: string | null): void {
  let check = rowChecker(mapping, home);
  parentPort?.on('message', ({ start, count }: { start: number; count: number }) => {
    if (start === 0) check = rowChecker(mapping, home);
    const checked = rows.slice(start, start + count).map((row, at) => check(start + at + 1, row));
    parentPort?.postMessage(JSON.stringify(checked));
  });
}

function refusalOf(error: unknown): Refusal {
  const { code, params, fields } = isAppError(error) ? error : new AppError('IMPORT-UNREADABLE');
  return { code, params, fields };
}

parentPort?.once('message', (order: FileOrder) => {
  open(order).then(
    ({ facts, rows }) => {
      serve(rows, facts, order.home);
      parentPort?.postMessage(facts);
    },
    (error: unknown) => parentPort?.postMessage({ refused: refusalOf(error) }),
  );
});
parentPort?.postMessage('ready');
