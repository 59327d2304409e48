import type { AddressInfo } from 'node:net';
import smpp, { type Fields, type PDU, type Session } from 'smpp';
import { createLogger } from '../src/platform/logging/logger.ts';
import type { SmppOptions } from '../src/platform/sms/smpp-connection.ts';
import { createSmppSmsSender } from '../src/platform/sms/smpp-sms-sender.ts';
import type { SmsGateway, SmsSender } from '../src/platform/sms/sms-sender.ts';

/** What a telephone shows, put together from its parts. */
export type Shown = { readonly to: string; readonly text: string };

/** What the gateway does with a message: a status to answer with, or something worse. */
export type Answer = number | 'silence' | 'hang-up' | 'garbage' | 'nonsense-length';

/** A gateway that speaks SMPP and does what a test wants of it. */
export async function startSmppGateway(options: { tls?: { key: string; cert: string } } = {}) {
  const sessions = new Set<Session>();
  const submitted: PDU[] = [];
  const taken: PDU[] = [];
  const bound: PDU[] = [];
  const answered: PDU[] = [];
  const gateway = {
    submitted,
    bound,
    /** Answers to what the gateway delivered. */
    answered,
    /** One for each message to come; then `answer`. */
    answers: [] as Answer[],
    answer: 0 as Answer,
    bindAnswer: 0 as Answer,
    keepsAlive: true,
    /** The id that it gives to a message. */
    idOf: (count: number) => `id-${count}`,
    /** Told of each message before it is answered. */
    onSubmit: (_pdu: PDU) => {},
    connections: () => sessions.size,
    /** What people see: of what it refused, nothing. */
    shown: () => show(taken),
    deliver: (fields: Fields) => {
      for (const session of sessions) session.send(new smpp.PDU('deliver_sm', fields));
    },
    receipt: (id: string, stat: string, fields: Fields = {}) =>
      gateway.deliver({
        esm_class: 4,
        source_addr: '48512345678',
        short_message: `id:${id} sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:${stat} err:001 text:482193 is you`,
        ...fields,
      }),
    drop: () => {
      for (const session of sessions) session.destroy();
    },
    unbind: () => {
      for (const session of sessions) session.send(new smpp.PDU('unbind'));
    },
    reset() {
      submitted.length = 0;
      taken.length = 0;
      bound.length = 0;
      answered.length = 0;
      Object.assign(gateway, { answers: [], answer: 0, bindAnswer: 0, keepsAlive: true, onSubmit: () => {} });
      gateway.idOf = (count) => `id-${count}`;
    },
    port: 0,
    settings: (changes: Partial<Extract<SmsGateway, { kind: 'smpp' }>> = {}) => ({
      kind: 'smpp' as const,
      host: '127.0.0.1',
      port: gateway.port,
      tls: false,
      user: 'gate',
      password: 'pass-4711',
      systemType: '',
      from: 'Gatehouse',
      perSecond: 1000,
      payload: false,
      separate: false,
      ...changes,
    }),
    close: () =>
      new Promise<void>((done) => {
        gateway.drop();
        server.close(() => done());
      }),
  };
  const server = smpp.createServer({ ...options.tls }, (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
    const bind = (pdu: PDU) => {
      bound.push(pdu);
      act(session, pdu, gateway.bindAnswer, { system_id: 'test' });
    };
    for (const command of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) session.on(command, bind);
    session.on('enquire_link', (pdu: PDU) => gateway.keepsAlive && session.send(pdu.response()));
    session.on('unbind', (pdu: PDU) => {
      session.send(pdu.response());
      session.socket.end();
    });
    session.on('deliver_sm_resp', (pdu: PDU) => answered.push(pdu));
    session.on('submit_sm', (pdu: PDU) => {
      submitted.push(pdu);
      const answer = gateway.answers.shift() ?? gateway.answer;
      if (typeof answer !== 'number' || answer === 0) taken.push(pdu);
      gateway.onSubmit(pdu);
      act(session, pdu, answer, { message_id: gateway.idOf(submitted.length) });
    });
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  gateway.port = (server.address() as AddressInfo).port;
  return gateway;
}
export type SmppGateway = Awaited<ReturnType<typeof startSmppGateway>>;

function act(session: Session, pdu: PDU, answer: Answer, fields: Fields): void {
  if (typeof answer === 'number') session.send(pdu.response({ command_status: answer, ...fields }));
  if (answer === 'hang-up') session.destroy();
  // No length that a PDU can have, and one that is shorter than its own head.
  if (answer === 'garbage') session.socket.write(Buffer.alloc(64, 0xff));
  if (answer === 'nonsense-length') session.socket.write(Buffer.from([0, 0, 0, 9, 1, 2, 3, 4, 5]));
}

type Message = { readonly message: string | Buffer; readonly udh?: readonly Buffer[] };

/** Read with the library's own tables, not with ours. */
function show(submitted: readonly PDU[]): Shown[] {
  const shown: Shown[] = [];
  const waiting = new Map<string, string[]>();
  for (const pdu of submitted) {
    const to = `+${pdu.destination_addr}`;
    const { message, udh } = (pdu.message_payload ?? pdu.short_message) as Message;
    const header = udh?.[0];
    if (!header) {
      shown.push({ to, text: String(message) });
      continue;
    }
    const [, , group = 0, parts = 1, number = 1] = header;
    const key = `${to}/${group}`;
    const texts = waiting.get(key) ?? [];
    texts[number - 1] = String(message);
    waiting.set(key, texts);
    if (texts.filter((text) => text !== undefined).length < parts) continue;
    shown.push({ to, text: texts.join('') });
    waiting.delete(key);
  }
  return shown;
}

/** What a test may change of an adapter. */
export type SmppChanges = Partial<Omit<SmppOptions, 'gateway'>> & {
  readonly gateway?: Parameters<SmppGateway['settings']>[0];
};

/** An adapter to it, in more of a hurry than real ones. */
export function openSmppSender(gateway: SmppGateway, { gateway: settings, ...changes }: SmppChanges = {}): SmsSender {
  return createSmppSmsSender({
    clock: { now: () => new Date() },
    logger: createLogger('silent', { write: () => {} }),
    silenceMilliseconds: 300,
    reconnectMilliseconds: 10,
    throttleMilliseconds: 1,
    ...changes,
    gateway: gateway.settings(settings),
  });
}
