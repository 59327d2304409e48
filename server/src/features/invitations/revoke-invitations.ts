import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvents } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { UNOPENED } from './domain/invitation.ts';
import { revokeInvitationsIn } from './invitation-batch-store.ts';

/**
 * Withdraws those of `ids` that nobody has opened yet, as `revokeInvitation` does one: their links die, and messages that
 * have not left are not sent any more. Answers which; the others stay as they are.
 */
export async function revokeUnopened(
  services: Pick<MessagingServices, 'notifications'>,
  tx: Transaction,
  caller: Caller,
  organizationId: string,
  ids: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const accountId = caller.actor.type === 'account' ? caller.actor.id : null;
  const revoked = await revokeInvitationsIn(tx, organizationId, ids, { states: UNOPENED, accountId }, now);
  const events = revoked.map((id) => {
    return { organizationId, action: 'invitation.revoked', subject: { type: 'invitation', id } } as const;
  });
  await recordAuditEvents(tx, caller, now, events);
  await services.notifications.abandonMessages(tx, 'invitation', revoked, now);
  return new Set(revoked);
}
