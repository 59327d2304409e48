import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { listPlacesOf } from '../organizations/index.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/** A lock: in the log of every organization of its person, and by mail to the person. */
export async function tellOfLock(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  of: { readonly accountId: string; readonly until: Date; readonly productName: string; readonly door: string | null },
  now: Date,
): Promise<void> {
  const { accountId, until, productName, door } = of;
  for (const organizationId of await listPlacesOf(tx, accountId)) {
    await recordAuditEvent(tx, caller, now, {
      organizationId,
      action: 'account.locked',
      subject: { type: 'account', id: accountId },
      change: { until: until.toISOString() },
    });
  }
  const notice = { accountId, kind: 'sign-in-locked', productName, organizationId: null, door } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}
