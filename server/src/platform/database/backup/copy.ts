import { once } from 'node:events';
import { Readable } from 'node:stream';
import type pg from 'pg';

/** What is used of the driver's connection; it hands the messages of COPY to whatever was submitted. */
type Wire = {
  readonly stream: NodeJS.ReadWriteStream & { readonly writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
};
type Completed = { readonly text: string };

/** Rows are gathered to parts of this many bytes: one part a row would cost more than the rows. */
const PART = 64 * 1024;

/** What a COPY ... TO STDOUT says, in parts, as fast as it is read. `client` must not pipeline, and is busy until the end. */
export function copyOut(client: pg.ClientBase, sql: string): Readable {
  let wire: Wire | null = null;
  let held: Buffer[] = [];
  let size = 0;
  const parts = new Readable({ read: () => void wire?.stream.resume() });
  const flush = () => {
    const part = Buffer.concat(held, size);
    held = [];
    size = 0;
    if (part.length > 0 && !parts.push(part)) wire?.stream.pause();
  };
  submit(client, {
    submit: (connection) => {
      wire = connection;
      connection.query(sql);
    },
    handleCopyData: ({ chunk }) => {
      held.push(Buffer.from(chunk)); // what the driver gives lies in a buffer that it uses again
      size += chunk.length;
      if (size >= PART) flush();
    },
    handleError: (error) => {
      wire?.stream.resume();
      parts.destroy(error);
    },
    handleReadyForQuery: () => {
      flush();
      parts.push(null);
      wire?.stream.resume(); // whoever comes after needs the answers
    },
  });
  return parts;
}

/** Sends `source` to a COPY ... FROM STDIN. Answers how many rows it made. `client` must not pipeline. */
export function copyIn(client: pg.ClientBase, sql: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = new AbortController();
    let rows = 0;
    submit(client, {
      submit: (connection) => connection.query(sql),
      handleCopyInResponse: (connection) => void send(connection, source, failed.signal, reject),
      handleCommandComplete: ({ text }) => {
        rows = Number(/\d+$/.exec(text)?.[0] ?? 0);
      },
      handleError: (error) => {
        failed.abort();
        reject(error);
      },
      handleReadyForQuery: () => resolve(rows),
    });
  });
}

async function send(
  wire: Wire,
  source: AsyncIterable<Uint8Array>,
  failed: AbortSignal,
  reject: (error: unknown) => void,
): Promise<void> {
  try {
    for await (const part of source) {
      if (failed.aborted) return;
      wire.sendCopyFromChunk(part);
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain', { signal: failed });
    }
    wire.endCopyFrom();
  } catch (error) {
    if (failed.aborted) return;
    reject(error);
    wire.sendCopyFail('the source broke off');
  }
}

type Handlers = {
  submit(wire: Wire): void;
  handleCopyData?(message: { readonly chunk: Buffer }): void;
  handleCopyInResponse?(wire: Wire): void;
  handleCommandComplete?(message: Completed): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
};

/** The driver calls these by name; what is of no interest is answered by doing nothing. */
function submit(client: pg.ClientBase, handlers: Handlers): void {
  const nothing = () => {};
  client.query({ handleCommandComplete: nothing, handleEmptyQuery: nothing, ...handlers } as never);
}
