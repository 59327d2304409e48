import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { OutgoingSms, SmsOutcome, SmsSender } from './sms-sender.ts';

/** A gateway that failed so often in a row is left alone for a while. */
const FAILURES = 3;
const REST = 60 * SECOND;

type Gateway = { readonly sender: SmsSender; failures: number; restsUntil: number };

/**
 * Gateways in order, beginning with the message's first: the next one is asked only when one did not take it. What may have been taken
 * (`unknown`) and what was refused for good is never given to another.
 */
export function createFailOverSmsSender(senders: readonly SmsSender[], clock: Clock): SmsSender {
  const gateways: Gateway[] = senders.map((sender) => ({ sender, failures: 0, restsUntil: 0 }));
  return {
    send: (sms) => sendByFirst(gateways, sms, clock),
    check: async () => {
      const words = await Promise.all(gateways.map(({ sender }) => sender.check()));
      const now = clock.now().getTime();
      const broken = gateways.findIndex(({ restsUntil }, index) => words[index] !== null || restsUntil > now);
      return broken < 0 ? null : `gateway ${broken + 1} of ${gateways.length}: ${words[broken] ?? 'failed repeatedly'}`;
    },
    onReceipt: (listener) => {
      for (const { sender } of gateways) sender.onReceipt(listener);
    },
    close: async () => void (await Promise.all(gateways.map(({ sender }) => sender.close()))),
  };
}

async function sendByFirst(gateways: readonly Gateway[], sms: OutgoingSms, clock: Clock): Promise<SmsOutcome> {
  let outcome: SmsOutcome = { result: 'deferred', response: 'every gateway failed repeatedly' };
  const first = (sms.firstGateway ?? 0) % gateways.length;
  for (const gateway of [...gateways.slice(first), ...gateways.slice(0, first)]) {
    if (gateway.restsUntil > clock.now().getTime()) continue;
    outcome = await gateway.sender.send(sms);
    const failed = outcome.result === 'deferred' || outcome.result === 'unknown';
    gateway.failures = failed ? gateway.failures + 1 : 0;
    if (gateway.failures >= FAILURES) {
      gateway.failures = 0;
      gateway.restsUntil = clock.now().getTime() + REST;
    }
    if (outcome.result !== 'deferred') return outcome;
  }
  return outcome;
}
