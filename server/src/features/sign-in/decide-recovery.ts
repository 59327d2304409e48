import type { RecoveryRequest, RecoveryState } from '@gatehouse/contract/recoveries';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { pageOf } from '../../platform/database/pages.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { mayDecide, warningsOf } from './domain/recovery.ts';
import { tellOfRecovery } from './recovery-messages.ts';
import { listRecoveries, type RecoveryRow } from './recovery-read-model.ts';
import { decideRecovery, findDecidable, findRecovery } from './recovery-store.ts';

type Decision = {
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  readonly reason: string;
};

/**
 * Approves or turns down a request. The person is told on every channel; approved, it still waits for its time.
 * @throws AppError NOT-FOUND, FORBIDDEN about oneself, ROLE-TOO-HIGH, CONFLICT where it was decided or stopped already
 */
export async function decideRecoveryRequest(
  services: MessagingServices,
  caller: Caller,
  { organizationId, by, ...decision }: Decision & { readonly organizationId: string; readonly by: string },
): Promise<void> {
  await settle(services, caller, { ...decision, by }, async (tx) => {
    const found = await findDecidable(tx, organizationId, { id: decision.id, by });
    if (!found) throw new AppError('NOT-FOUND');
    const { accountId, roles, byRoles } = found;
    if (accountId === by) throw new AppError('FORBIDDEN');
    if (!mayDecide({ id: by, roles: byRoles }, { id: accountId, roles })) throw new AppError('ROLE-TOO-HIGH');
    return { accountId, organizationId };
  });
}

/**
 * The same by whoever runs the installation, about anybody: they have the database. Notices and waiting time are the same.
 * @throws AppError NOT-FOUND, CONFLICT where it was decided or stopped already
 */
export async function decideRecoveryAsOperator(
  services: MessagingServices,
  caller: Caller,
  decision: Decision,
): Promise<void> {
  await settle(services, caller, { ...decision, by: null }, async (tx) => {
    const found = await findRecovery(tx, decision.id);
    if (!found) throw new AppError('NOT-FOUND');
    return found;
  });
}

async function settle(
  services: MessagingServices,
  caller: Caller,
  { id, by, decision, reason }: Decision & { readonly by: string | null },
  find: (tx: Transaction) => Promise<{ readonly accountId: string; readonly organizationId: string }>,
): Promise<void> {
  const now = services.clock.now();
  const state = decision === 'approve' ? ('approved' as const) : ('rejected' as const);
  await services.database.transaction(async (tx) => {
    const { accountId, organizationId } = await find(tx);
    const organization = await findOrganization(tx, organizationId);
    if (!organization) throw new AppError('NOT-FOUND');
    const decided = await decideRecovery(tx, id, { state, by, reason }, now);
    if (!decided) throw new AppError('CONFLICT');
    const action =
      state === 'approved' ? ('account.recovery-approved' as const) : ('account.recovery-rejected' as const);
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId, action, subject, change: { reason } });
    const link = `${services.publicUrl}/sign-in`;
    const told = { accountId, kind: state, organization, readyAt: decided.readyAt, reason, link };
    await tellOfRecovery(services, tx, caller, told);
  });
}

function present(
  row: RecoveryRow,
  by: { readonly id: string; readonly roles: MembershipView['roles'] },
): RecoveryRequest {
  const { accountId, provenBy, knownBrowser, addressChanged, ...shown } = row;
  return {
    ...shown,
    askedAt: row.askedAt.toISOString(),
    readyAt: row.readyAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    warnings: warningsOf({ provenBy, knownBrowser, addressChanged, roles: row.roles }),
    mayDecide: row.state === 'waiting' && mayDecide(by, { id: accountId, roles: row.roles }),
  };
}

type Listed = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: RecoveryState | undefined;
};

/** Requests of an organization, newest first, each with whether whoever asks may decide it. */
export async function listRecoveryRequests(
  services: MessagingServices,
  place: MembershipView,
  session: SignedIn,
  query: Listed,
) {
  const page = { before: query.cursor ?? null, limit: query.limit + 1, state: query.state ?? null };
  const rows = await listRecoveries(services.database, place.organizationId, page, services.clock.now());
  return pageOf(rows, query.limit, (row) => present(row, { id: session.accountId, roles: place.roles }));
}
