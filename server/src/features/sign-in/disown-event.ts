import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findSpeaker, findUndoSince } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { listPlacesOf } from '../organizations/index.ts';
import { consumeDisavowal, findDisavowal } from './disavowal-store.ts';
import { disavowalHashes } from './make-disavowal-link.ts';
import { secureAccount } from './secure-account.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/** Looks, and changes nothing. @throws AppError NOT-ME-GONE, RATE-LIMITED */
export async function getDisavowal(
  services: Pick<Services, 'database' | 'clock' | 'rateLimits' | 'secretBox'>,
  caller: Caller,
  token: string,
): Promise<{ readonly kind: string; readonly since: Date }> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const found = await findDisavowal(services.database, disavowalHashes(services, token), services.clock.now());
  if (!found) throw new AppError('NOT-ME-GONE');
  return found;
}

/**
 * It was not its owner: secures the account (see `secureAccount`), and tells its addresses and the logs of its organizations. What is left is the
 * proven mailbox or number: with a code from there the person comes in and sets a new password.
 * @throws AppError NOT-ME-GONE, RATE-LIMITED
 */
export async function disownEvent(services: MessagingServices, caller: Caller, token: string): Promise<void> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const found = await consumeDisavowal(tx, disavowalHashes(services, token), now);
    if (!found) throw new AppError('NOT-ME-GONE');
    const { accountId, kind, since } = found;
    const undo = await findUndoSince(tx, accountId, since, now);
    const { taken } = await secureAccount(tx, caller, { accountId, since, undo, keep: found.toldTo }, now);
    await record(tx, caller, accountId, { kind, ...taken, changesUndone: undo !== null }, now);
    const { productName, door } = await findSpeaker(tx, accountId);
    const notice = { accountId, kind: 'account-secured', productName, organizationId: null, door } as const;
    await enqueueSecurityNotice(services, tx, caller, notice, now);
  });
}

/** Administrators read it in the log of their organization. */
async function record(
  tx: Transaction,
  caller: Caller,
  accountId: string,
  change: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const subject = { type: 'account', id: accountId };
  const places = await listPlacesOf(tx, accountId);
  for (const organizationId of places.length > 0 ? places : [null]) {
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'account.disowned', subject, change });
  }
}
