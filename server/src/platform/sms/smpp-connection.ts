import type { Logger } from 'pino';
import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { openSmppSession, type SmppLine, type SmppSession } from './smpp-session.ts';
import type { SmsGateway } from './sms-sender.ts';

export type SmppOptions = {
  readonly gateway: Extract<SmsGateway, { kind: 'smpp' }>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long the other side may keep silent; 10 000. */
  readonly silenceMilliseconds?: number;
  /** How long nothing is heard before it is asked whether it is there; 30 000. */
  readonly keepAliveMilliseconds?: number;
  /** Wait before a lost connection is made anew, doubled each time up to a minute; 1000. */
  readonly reconnectMilliseconds?: number;
  /** Wait after the answer that it was too much at once; 1000. */
  readonly throttleMilliseconds?: number;
};

export type SmppConnection = {
  /** The one that is open, else a new one, however many ask at once. @throws Error when none can be had */
  session(): Promise<SmppSession>;
  /** From now on one that is lost is made anew by itself. */
  keep(): void;
  close(): Promise<void>;
};

const LONGEST_WAIT = MINUTE;

/** At most one connection of a kind at a time: many gateways allow no more. */
export function createSmppConnection(
  options: SmppOptions,
  bindAs: SmppLine['bindAs'],
  onDelivery: SmppLine['onDelivery'],
): SmppConnection {
  const { gateway, logger, silenceMilliseconds = 10 * SECOND, keepAliveMilliseconds = 30 * SECOND } = options;
  const { reconnectMilliseconds = SECOND } = options;
  const line = { ...gateway, bindAs, silenceMilliseconds, keepAliveMilliseconds, onDelivery };
  let current: Promise<SmppSession> | null = null;
  let kept = false;
  let ended = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  function session(): Promise<SmppSession> {
    if (ended) return Promise.reject(new Error('this process is stopping'));
    current ??= open();
    return current;
  }

  async function open(): Promise<SmppSession> {
    try {
      const opened = await openSmppSession(line);
      failures = 0;
      void opened.closed.then(lost);
      return opened;
    } catch (error) {
      failures += 1;
      lost((error as Error).message);
      throw error;
    }
  }

  function lost(reason: string): void {
    current = null;
    if (ended) return;
    logger.warn({ gateway: `${gateway.host}:${gateway.port}`, reason }, 'connection to the SMS gateway broke');
    if (kept) again();
  }

  function again(): void {
    const wait = Math.min(LONGEST_WAIT, reconnectMilliseconds * 2 ** Math.min(failures, 10));
    clearTimeout(timer);
    // A little by chance, so that processes that lost it together do not return together.
    timer = setTimeout(() => void session().catch(() => {}), wait * (0.8 + 0.4 * Math.random()));
  }

  return {
    session,
    keep() {
      kept = true;
      void session().catch(() => {});
    },
    async close() {
      ended = true;
      clearTimeout(timer);
      const open = await current?.catch(() => null);
      await open?.end();
    },
  };
}
