import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { endWaitingChanges } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

export type FactorChange = {
  readonly accountId: string;
  readonly factor: 'totp' | 'sms' | 'passkey';
  readonly what: 'added' | 'removed';
  /** For whom the notice speaks, and at whose door it happened. */
  readonly productName: string;
  readonly door: string | null;
};

/**
 * What follows a factor that came or went, whichever and wherever: changes that wait come to nothing (security.md A4), the
 * audit log has it, and its owner is told (ASVS 6.3.7).
 */
export async function recordFactor(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, factor, what, productName, door }: FactorChange,
  now: Date,
): Promise<void> {
  const subject = { type: 'account', id: accountId };
  const action = `account.factor-${what}` as const;
  await endWaitingChanges(tx, [accountId], now);
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject, change: { factor } });
  const kind = factor === 'passkey' ? (`passkey-${what}` as const) : (`factor-${what}` as const);
  await enqueueSecurityNotice(services, tx, caller, { accountId, kind, productName, organizationId: null, door }, now);
}
