// The load: a process of its own, the same for every server, on plain sockets so that it is never the bottleneck.
import { createConnection, type Socket } from 'node:net';

/** Requests that are sent one after the other on one connection, as raw HTTP/1.1; counted as one. */
export type Exchange = readonly string[];

export type Load = {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** Taken in turn by all connections; the load ends early when they are used up, unless `again`. */
  readonly exchanges: readonly Exchange[];
  readonly again: boolean;
  /** Pause of each connection between two exchanges, in milliseconds. */
  readonly pause: number;
};

export type LoadResult = {
  readonly count: number;
  readonly perSecond: number;
  /** Of each exchange's last request, in the order in which they ended, in milliseconds. */
  readonly times: readonly number[];
  readonly failures: number;
  /** The first answer that was no success, for a person to read. */
  readonly firstFailure: string | null;
};

type Answer = { readonly status: number; readonly body: string };
type Connection = { ask(request: string): Promise<Answer>; close(): void };

/** Stands in a request for the first `id` of the answer before it. */
export const ID_OF_ANSWER = '{{id}}';

async function connect(port: number): Promise<Connection> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return { ask: asking(socket), close: () => socket.destroy() };
}

function asking(socket: Socket): Connection['ask'] {
  let received = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    const answer = wholeAnswer(received);
    if (!answer) return;
    received = '';
    waiting?.resolve(answer);
  });
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  socket.on('error', (error) => waiting?.reject(error));
  return (request) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(request, 'latin1');
    });
}

/** An answer once all of it is there; one at a time, for nothing is pipelined. */
function wholeAnswer(text: string): Answer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const status = Number(text.slice(9, 12));
  const head = text.slice(0, end).toLowerCase();
  const body = text.slice(end + 4);
  const at = head.indexOf('\r\ncontent-length:');
  if (at >= 0) return body.length >= Number.parseInt(head.slice(at + 17), 10) ? { status, body } : null;
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { status, body };
  return body.endsWith('0\r\n\r\n') ? { status, body } : null;
}

async function run(load: Load): Promise<LoadResult> {
  const times: number[] = [];
  const failures: Answer[] = [];
  const connections = await Promise.all(Array.from({ length: load.connections }, () => connect(load.port)));
  const began = performance.now();
  const until = began + load.milliseconds;
  let taken = 0;
  const next = () => load.exchanges[load.again ? taken++ % load.exchanges.length : taken++];
  const drive = async ({ ask }: Connection) => {
    for (let exchange = next(); exchange && performance.now() < until; exchange = next()) {
      const { answer, milliseconds } = await perform(ask, exchange);
      if (answer.status >= 200 && answer.status < 400) times.push(milliseconds);
      else failures.push(answer);
      if (load.pause > 0) await new Promise((resolve) => setTimeout(resolve, load.pause));
    }
  };
  await Promise.all(connections.map(drive));
  const seconds = (performance.now() - began) / 1000;
  for (const connection of connections) connection.close();
  const [first] = failures;
  const firstFailure = first ? `${first.status} ${first.body.slice(0, 300)}` : null;
  return { count: times.length, perSecond: times.length / seconds, times, failures: failures.length, firstFailure };
}

async function perform(ask: Connection['ask'], exchange: Exchange) {
  let answer: Answer = { status: 0, body: '' };
  let began = 0;
  for (const request of exchange) {
    const id = answer.status === 0 ? '' : (/"id":"([^"]+)"/.exec(answer.body)?.[1] ?? '');
    began = performance.now();
    answer = await ask(id ? request.replace(ID_OF_ANSWER, id) : request);
    if (answer.status >= 400) break;
  }
  return { answer, milliseconds: performance.now() - began };
}

/** The times of one request after the other, whatever they answer: for timing, not for throughput. */
async function timeEach({ port, exchanges }: Load): Promise<LoadResult> {
  const connection = await connect(port);
  const times: number[] = [];
  for (const exchange of exchanges) times.push((await perform(connection.ask, exchange)).milliseconds);
  connection.close();
  return { count: times.length, perSecond: 0, times, failures: 0, firstFailure: null };
}

export type LoadOrder = { readonly kind: 'throughput' | 'each'; readonly load: Load };

process.on('message', async ({ kind, load }: LoadOrder) => {
  process.send?.(await (kind === 'each' ? timeEach(load) : run(load)));
});
