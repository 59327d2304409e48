import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY, HOUR } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { endWaitingChanges } from '../accounts/index.ts';
import { type AuditAction, recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { distrustDevices, endSessionsOf } from '../sessions/index.ts';
import { newNoticeSecret, noticeHashes } from './notice-secret.ts';
import { tellDeciders, tellOfRecovery, tellOperator } from './recovery-messages.ts';
import { isDecidable } from './recovery-read-model.ts';
import {
  deleteEveryFactor,
  findHomeOrganization,
  findStoppable,
  finishRecovery,
  insertRecovery,
  stopRecovery,
} from './recovery-store.ts';

/** After its waiting time a request can be used for this long. */
const USABLE = 14 * DAY;

type Act = Extract<AuditAction, `account.recovery-${string}`>;

async function record(tx: Transaction, caller: Caller, organizationId: string, id: string, action: Act, now: Date) {
  await recordAuditEvent(tx, caller, now, { organizationId, action, subject: { type: 'account', id } });
}

/**
 * Whoever has proven the first step and has lost every second one asks for a new start. Everybody who can reach them is told
 * at once, with a way to stop it, and so is whoever decides; nothing changes before somebody of their organization, or whoever
 * runs the installation where nobody there may, approved it and the waiting time is over. A second request while one is open has no effect.
 * @throws AppError FORBIDDEN where no organization could decide
 */
export async function askForRecovery(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  asked: {
    readonly accountId: string;
    readonly name: string;
    readonly provenBy: readonly string[];
    readonly note: string;
  },
  now: Date,
): Promise<void> {
  const { accountId, name, provenBy, note } = asked;
  const home = await findHomeOrganization(tx, accountId);
  if (!home) throw new AppError('FORBIDDEN');
  const hours = policiesOf(home.waitHours === null ? {} : { recoveryHours: home.waitHours }).recoveryHours;
  const readyAt = after(now, hours * HOUR);
  const stop = newNoticeSecret(services);
  const request = {
    accountId,
    organizationId: home.id,
    note,
    provenBy,
    ip: caller.ip,
    userAgent: caller.userAgent,
    readyAt,
    expiresAt: after(readyAt, USABLE),
    stopHash: stop.hash,
  };
  const id = await insertRecovery(tx, request, now);
  if (id === null) return;
  await record(tx, caller, home.id, accountId, 'account.recovery-asked', now);
  const link = `${services.publicUrl}/stop/${stop.secret}`;
  await tellOfRecovery(services, tx, caller, {
    accountId,
    kind: 'asked',
    organization: home,
    readyAt,
    reason: null,
    link,
  });
  await tellDeciders(services, tx, home, { accountId, name });
  if (await isDecidable(tx, accountId)) return;
  await tellOperator(services, tx, { id, accountId, organizationName: home.name });
  services.logger.warn(
    { request: id },
    'a lost second step waits for whoever runs this installation: gatehouse recovery list',
  );
}

/**
 * The waiting time is over, and it was approved: every second step goes, nobody is signed in any more, no browser is
 * trusted. @throws AppError CONFLICT where that is not so any more
 */
export async function useRecovery(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  accountId: string,
  now: Date,
): Promise<void> {
  const home = await findHomeOrganization(tx, accountId);
  const finished = await finishRecovery(tx, accountId, now);
  if (!home || !finished) throw new AppError('CONFLICT');
  await deleteEveryFactor(tx, accountId);
  await endWaitingChanges(tx, [accountId], now);
  await endSessionsOf(tx, [accountId], now);
  await distrustDevices(tx, accountId);
  await record(tx, caller, finished.organizationId, accountId, 'account.recovery-done', now);
  const link = `${services.publicUrl}/sign-in`;
  await tellOfRecovery(services, tx, caller, {
    accountId,
    kind: 'done',
    organization: home,
    readyAt: now,
    reason: null,
    link,
  });
}

/** Whose request a link stops; looks, and changes nothing. @throws AppError UNDO-GONE */
export async function getStoppable(services: MessagingServices, token: string): Promise<{ askedAt: Date }> {
  const found = await findStoppable(services.database, noticeHashes(services, token), services.clock.now());
  if (!found) throw new AppError('UNDO-GONE');
  return found;
}

/** "This was not me": the request comes to nothing, and whoever is signed in is signed out. @throws AppError UNDO-GONE */
export async function stopRecoveryByLink(services: MessagingServices, caller: Caller, token: string): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const found = await findStoppable(tx, noticeHashes(services, token), now);
    if (!found || !(await stopRecovery(tx, found.accountId, now))) throw new AppError('UNDO-GONE');
    await endSessionsOf(tx, [found.accountId], now);
    await record(tx, caller, found.organizationId, found.accountId, 'account.recovery-stopped', now);
  });
}

/** Whoever has a second step after all has not lost it: an open request comes to nothing. */
export async function withdrawRecovery(tx: Transaction, caller: Caller, accountId: string, now: Date): Promise<void> {
  const stopped = await stopRecovery(tx, accountId, now);
  if (stopped) await record(tx, caller, stopped.organizationId, accountId, 'account.recovery-stopped', now);
}
