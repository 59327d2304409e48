import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import { createFailOverSmsSender } from './fail-over-sms-sender.ts';
import { createHttpSmsSender } from './http-sms-sender.ts';
import { createOutboxSmsSender } from './outbox-sms-sender.ts';
import { createSmppSmsSender } from './smpp-sms-sender.ts';
import type { SmsGateway, SmsSender } from './sms-sender.ts';

/** One sender over all gateways of the settings; where there are none, the outbox. */
export function openSmsGateways(gateways: readonly SmsGateway[], clock: Clock, logger: Logger): SmsSender {
  if (gateways.length === 0) return createOutboxSmsSender();
  const senders = gateways.map((gateway) =>
    gateway.kind === 'smpp' ? createSmppSmsSender({ gateway, clock, logger }) : createHttpSmsSender(gateway),
  );
  return createFailOverSmsSender(senders, clock);
}
