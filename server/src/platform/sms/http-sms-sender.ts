import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { OutgoingSms, SmsOutcome, SmsSender } from './sms-sender.ts';

export type HttpSmsOptions = {
  /** `http:` or `https:`; a user and a password become Basic authentication. */
  readonly url: string;
  /** How long the other side may keep silent. */
  readonly silenceMilliseconds?: number;
};

/**
 * A gateway that takes `POST {id, to, text}`. 2xx is accepted, whatever its body; 4xx is refused for good but 408 and
 * 429, which like everything else are put off. Silence after the message was handed over is `unknown`. Redirects are
 * not followed. Of the answer only its status line is kept: its body may repeat the code.
 */
export function createHttpSmsSender({ url, silenceMilliseconds = 10_000 }: HttpSmsOptions): SmsSender {
  const address = new URL(url);
  return {
    send: (sms) => post(address, sms, silenceMilliseconds),
    check: () => reach(address, silenceMilliseconds),
    // They are posted: `POST /api/v1/sms/receipts`.
    onReceipt: () => {},
    close: async () => {},
  };
}

function post(address: URL, sms: OutgoingSms, silence: number): Promise<SmsOutcome> {
  return new Promise((resolve) => {
    const request = begin(address, sms.id);
    let connected = false;
    const giveUp = (response: string) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ result: connected ? 'unknown' : 'deferred', response });
    };
    const timer = setTimeout(giveUp, silence, `no answer within ${silence} ms`);
    request.on('socket', (socket) => {
      socket.once(address.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => giveUp(error.code ?? error.message));
    request.on('response', (answer) => {
      clearTimeout(timer);
      resolve(outcomeOf(answer));
      answer.on('error', () => {});
      answer.destroy();
    });
    request.end(JSON.stringify({ id: sms.id, to: sms.to, text: sms.text }));
  });
}

/** A connection of its own each: one kept open could be closed by the other side just as it is used. */
function begin(address: URL, id: string): ClientRequest {
  const { username, password, protocol } = address;
  const auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': id,
    ...(username ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {}),
  };
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return send(address, { method: 'POST', headers, agent: false });
}

function outcomeOf({ statusCode = 0, statusMessage = '' }: IncomingMessage): SmsOutcome {
  const response = `${statusCode} ${statusMessage}`.trim();
  if (statusCode >= 200 && statusCode < 300) return { result: 'sent', response };
  const refused = statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 429;
  return { result: refused ? 'bounced' : 'deferred', response };
}

function reach({ hostname, port, protocol }: URL, silence: number): Promise<string | null> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
    const end = (trouble: string | null) => {
      socket.destroy();
      resolve(trouble);
    };
    socket.setTimeout(silence, () => end(`no answer within ${silence} ms`));
    socket.once('connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
