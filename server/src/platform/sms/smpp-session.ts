import { isIP } from 'node:net';
import smpp, { type Fields, type PDU, type Session } from 'smpp';

export type SmppLine = {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly user: string;
  readonly password: string;
  readonly systemType: string;
  readonly bindAs: 'transceiver' | 'transmitter' | 'receiver';
  /** How long the other side may owe an answer. */
  readonly silenceMilliseconds: number;
  /** How long nothing may be heard before it is asked whether it is still there. */
  readonly keepAliveMilliseconds: number;
  /**
   * What it delivers by itself: receipts, and what people write back. When this fails, it is told to deliver it again
   * later (SMPP 3.4 s. 5.1.3, ESME_RX_T_APPN).
   */
  readonly onDelivery: (pdu: PDU) => Promise<void>;
};

/** `unsent`: it never left. `silent`, `lost`: it left, and nobody knows what became of it. */
export type SmppReply =
  | { readonly kind: 'answered'; readonly status: number; readonly messageId: string }
  | { readonly kind: 'unsent' | 'silent' | 'lost'; readonly words: string };

/** One connection, bound. */
export type SmppSession = {
  /** Never throws. */
  request(command: string, fields: Fields): Promise<SmppReply>;
  /** Settled once the connection is gone, with the reason. */
  readonly closed: Promise<string>;
  isOpen(): boolean;
  /** Says goodbye and waits for a moment that the other side does too. */
  end(): Promise<void>;
};

/** SMPP 3.4 s. 5.1.3. */
const TEMPORARY_TROUBLE = 0x64;
const UNKNOWN_COMMAND = 0x03;
const VERSION = 0x34;
const GOODBYE = 2000;

/**
 * Connects and binds.
 * @throws Error in words that hold no password
 */
export async function openSmppSession(line: SmppLine): Promise<SmppSession> {
  const { connection, opened, closed, drop } = connect(line);
  let open = true;
  void closed.then(() => {
    open = false;
  });
  const request = (command: string, fields: Fields) =>
    ask(connection, closed, line.silenceMilliseconds, command, fields);
  answerRequests(connection, line.onDelivery);
  await opened;
  const bound = await request(`bind_${line.bindAs}`, {
    system_id: line.user,
    password: line.password,
    system_type: line.systemType,
    interface_version: VERSION,
  });
  const refusal = refusalOf(bound);
  if (refusal) {
    drop(refusal);
    throw new Error(refusal);
  }
  keepAlive(connection, closed, line, async () => {
    if ((await request('enquire_link', {})).kind === 'silent') drop('it does not answer any more');
  });
  return {
    request,
    closed,
    isOpen: () => open,
    async end() {
      await Promise.race([request('unbind', {}), closed, pause(GOODBYE)]);
      connection.destroy();
      await closed;
    },
  };
}

/** The name of a status, for people. */
export function statusName(status: number): string {
  const name = Object.keys(smpp.errors).find((key) => smpp.errors[key] === status);
  return name ?? `status 0x${status.toString(16).padStart(8, '0')}`;
}

function refusalOf(bound: SmppReply): string | null {
  if (bound.kind !== 'answered') return bound.words;
  return bound.status === 0 ? null : `it refuses the user: ${statusName(bound.status)}`;
}

function connect({ host, port, tls, silenceMilliseconds }: SmppLine) {
  const connection = smpp.connect({ host, port, tls, ...(tls && !isIP(host) ? { servername: host } : {}) });
  let reason = 'the connection was closed';
  const drop = (words: string) => {
    reason = words;
    connection.destroy();
  };
  const closed = new Promise<string>((resolve) => connection.on('close', () => resolve(reason)));
  // A broken connection, but also a length or a field that cannot be: what comes after it cannot be read.
  connection.on('error', (error: NodeJS.ErrnoException) => drop(error.code ?? error.message));
  const opened = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(drop, silenceMilliseconds, `no answer within ${silenceMilliseconds} ms`);
    connection.on(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve();
    });
    void closed.then(() => {
      clearTimeout(timer);
      reject(new Error(reason));
    });
  });
  return { connection, opened, closed, drop };
}

function ask(
  connection: Session,
  closed: Promise<string>,
  silence: number,
  command: string,
  fields: Fields,
): Promise<SmppReply> {
  return new Promise((resolve) => {
    const answered = ({ command: name, command_status: status, message_id: id }: PDU) => {
      clearTimeout(timer);
      // An answer to something else under our number says nothing about our request.
      if (name !== `${command}_resp` && name !== 'generic_nack') return;
      resolve({ kind: 'answered', status, messageId: typeof id === 'string' ? id : '' });
    };
    const timer = setTimeout(() => resolve({ kind: 'silent', words: `no answer within ${silence} ms` }), silence);
    void closed.then((words) => {
      clearTimeout(timer);
      resolve({ kind: 'lost', words });
    });
    if (connection.send(new smpp.PDU(command, fields), answered)) return;
    clearTimeout(timer);
    resolve({ kind: 'unsent', words: 'the connection was closed' });
  });
}

/** What the other side asks for by itself. Nothing here may throw: it would end the process. */
function answerRequests(connection: Session, onDelivery: SmppLine['onDelivery']): void {
  const deliver = async (pdu: PDU) => {
    const status = await onDelivery(pdu).then(
      () => 0,
      () => TEMPORARY_TROUBLE,
    );
    connection.send(pdu.response({ command_status: status }));
  };
  connection.on('deliver_sm', deliver);
  connection.on('data_sm', deliver);
  connection.on('enquire_link', (pdu: PDU) => connection.send(pdu.response()));
  connection.on('unknown', (pdu: PDU) => {
    if (!pdu.isResponse()) connection.send(pdu.response({ command_status: UNKNOWN_COMMAND }));
  });
  connection.on('unbind', (pdu: PDU) => {
    connection.send(pdu.response());
    connection.socket.end();
  });
}

function keepAlive(
  connection: Session,
  closed: Promise<string>,
  { keepAliveMilliseconds }: SmppLine,
  ask: () => Promise<void>,
): void {
  let heard = true;
  connection.on('pdu', () => {
    heard = true;
  });
  const timer = setInterval(() => {
    if (!heard) void ask();
    heard = false;
  }, keepAliveMilliseconds);
  void closed.then(() => clearInterval(timer));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
