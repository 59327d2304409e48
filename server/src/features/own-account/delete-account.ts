import { DELETION_DAYS, type Deletion } from '@gatehouse/contract/own-account';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY, HOUR } from '../../kernel/clock.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import { endWaitingChanges, lockIdentifiers, tellOwner } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { distrustDevices, endSessionsOf } from '../sessions/index.ts';
import { askDeletion, eraseAccount, listDueDeletions, lockOwned } from './account-erasure-store.ts';
import { listOwnPlaces } from './own-record-read-model.ts';

/** What the deletion of an account would do, organization by organization. */
export async function getDeletion(services: MessagingServices, { accountId }: SignedIn): Promise<Deletion> {
  return { organizations: await listOwnPlaces(services.database, accountId), days: DELETION_DAYS };
}

/**
 * The account goes after the waiting time, unless its owner signs in before. Every device is signed out at once.
 * @throws AppError LAST-OWNER while an organization has nobody else who could run it
 */
export async function askForDeletion(
  services: MessagingServices,
  caller: Caller,
  { accountId }: SignedIn,
): Promise<{ dueAt: string }> {
  const now = services.clock.now();
  const dueAt = after(now, DELETION_DAYS * DAY);
  await services.database.transaction(async (tx) => {
    await lockOwned(tx, accountId);
    await lockIdentifiers(tx, accountId);
    const places = await listOwnPlaces(tx, accountId);
    if (places.some(({ lastOwner }) => lastOwner)) throw new AppError('LAST-OWNER');
    if (!(await askDeletion(tx, accountId, dueAt, now))) throw new AppError('CONFLICT');
    await endWaitingChanges(tx, [accountId], now);
    await endSessionsOf(tx, [accountId], now);
    await distrustDevices(tx, accountId);
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.deletion-asked', subject });
    await tellOwner(services, tx, { accountId, kind: 'deletion-asked', until: dueAt });
  });
  return { dueAt: dueAt.toISOString() };
}

const SYSTEM: Caller = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' };

/**
 * Erases accounts whose waiting time is over: everything that tells who it was, in one transaction each. What they did
 * stays in the audit log under the id alone, so that its chain holds.
 */
export function eraseDueAccounts(services: MessagingServices): RecurringJob {
  return {
    everyMilliseconds: HOUR,
    run: async () => {
      for (const accountId of await listDueDeletions(services.database, services.clock.now())) {
        await eraseOne(services, accountId);
      }
    },
  };
}

async function eraseOne(services: MessagingServices, accountId: string): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockOwned(tx, accountId);
    await lockIdentifiers(tx, accountId);
    // Everybody else who ran it left meanwhile: it waits until somebody else does.
    if ((await listOwnPlaces(tx, accountId)).some(({ lastOwner }) => lastOwner)) return;
    await tellOwner(services, tx, { accountId, kind: 'deleted', until: null });
    if (!(await eraseAccount(tx, accountId, now))) throw new AppError('CONFLICT');
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, SYSTEM, now, { organizationId: null, action: 'account.deleted', subject });
  });
}
