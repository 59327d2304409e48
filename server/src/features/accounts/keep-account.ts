import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { stopDeletion } from './account-store.ts';
import { tellOwner } from './own-account-messages.ts';

/** Whoever signs in to an account that was to be deleted keeps it, and is told so. Does nothing for any other. */
export async function keepAccount(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  accountId: string,
  now: Date,
): Promise<void> {
  if (!(await stopDeletion(tx, accountId, now))) return;
  const subject = { type: 'account', id: accountId };
  const actor = { type: 'account', id: accountId } as const;
  const event = { organizationId: null, action: 'account.deletion-stopped', subject } as const;
  await recordAuditEvent(tx, { ...caller, actor }, now, event);
  await tellOwner(services, tx, { accountId, kind: 'deletion-stopped', until: null });
}
