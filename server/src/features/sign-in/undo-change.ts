import type { AddressKind } from '@gatehouse/contract/fields';
import type { IdentifierAct } from '@gatehouse/contract/identifiers';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, SECOND } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import { findSpeaker, findUndoable, type IdentifierChange, maskAddress } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { noticeHashes } from './notice-secret.ts';
import { secureAccount } from './secure-account.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/** What a link takes back. */
export type UndoView = {
  readonly act: IdentifierAct;
  readonly kind: AddressKind;
  /** Masked. */
  readonly address: string;
};

/** Looks, and changes nothing. @throws AppError UNDO-GONE, RATE-LIMITED */
export async function getUndo(services: MessagingServices, caller: Caller, token: string): Promise<UndoView> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const change = await findUndoable(services.database, noticeHashes(services, token), services.clock.now());
  if (!change) throw new AppError('UNDO-GONE');
  return { act: change.act, kind: change.kind, address: maskAddress(change.shown) };
}

/**
 * Takes a change back, and with it everything that was changed after it: the former address is the primary one again, what
 * was added is gone. Whoever made the change was in the account: it is secured as after "This wasn't me", the password
 * included, which they may have set. Works once.
 * @throws AppError UNDO-GONE, IDENTIFIER-TAKEN where somebody else has proven the former address meanwhile
 */
export async function undoChange(services: MessagingServices, caller: Caller, token: string): Promise<void> {
  await services.rateLimits.consume(['token.network', networkOf(caller.ip)]);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const found = await findUndoable(tx, noticeHashes(services, token), now);
    if (!found) throw new AppError('UNDO-GONE');
    const { accountId, kind, act, createdAt, undoHash } = found;
    const since = after(createdAt, -SECOND);
    const disowned = { accountId, since, undo: undoHash, keep: restoredBy(found) };
    const { changes, taken } = await secureAccount(tx, caller, disowned, now);
    if (changes === 0) throw new AppError('UNDO-GONE');
    const subject = { type: 'account', id: accountId };
    const change = { act, kind, count: changes, ...taken };
    await recordAuditEvent(tx, caller, now, {
      organizationId: null,
      action: 'account.identifier-undone',
      subject,
      change,
    });
    const { productName, door } = await findSpeaker(tx, accountId);
    const notice = { accountId, kind: 'account-secured', productName, organizationId: null, door } as const;
    await enqueueSecurityNotice(services, tx, caller, notice, now);
  });
}

/** What the change took away; null where it only added. */
function restoredBy({ act, canonical, formerCanonical }: IdentifierChange): string | null {
  if (act === 'remove') return canonical;
  return act === 'add' ? null : formerCanonical;
}
