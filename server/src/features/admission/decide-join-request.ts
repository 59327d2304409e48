import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listVerifiedAddresses } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { consumeInvitation, insertInvitationEvent } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  decideRequest,
  findJoinRequest,
  findOrganization,
  insertMembership,
  type JoinRequestRow,
} from '../organizations/index.ts';
import { enqueueWelcomeMail } from './admission-messages.ts';

/**
 * An administrator lets somebody join, or not. Approved: the membership, the consumed invitation, the record and the
 * mail that says so are one transaction; of two decisions one wins.
 * @throws AppError NOT-FOUND, CONFLICT when it was decided already
 */
export async function decideJoinRequest(
  services: MessagingServices,
  caller: Caller & { readonly actor: { readonly type: 'account'; readonly id: string } },
  organizationId: string,
  id: string,
  decision: 'approve' | 'reject',
): Promise<JoinRequestRow> {
  const now = services.clock.now();
  const row = await services.database.transaction(async (tx) => {
    if (!(await findJoinRequest(tx, organizationId, id))) throw new AppError('NOT-FOUND');
    const state = decision === 'approve' ? 'approved' : 'rejected';
    const decided = await decideRequest(tx, organizationId, id, { state, by: caller.actor.id }, now);
    if (!decided) throw new AppError('CONFLICT');
    const subject = { type: 'join-request', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: `join-request.${state}`, subject });
    if (decision === 'approve') await letIn(services, tx, organizationId, decided, now);
    return findJoinRequest(tx, organizationId, id);
  });
  services.wakeWorker();
  if (!row) throw new AppError('NOT-FOUND');
  return row;
}

type Joining = { readonly accountId: string; readonly invitationId: string | null };

async function letIn(
  services: MessagingServices,
  tx: Transaction,
  organizationId: string,
  { accountId, invitationId }: Joining,
  now: Date,
): Promise<void> {
  await insertMembership(tx, { organizationId, accountId, roles: ['member'], invitationId }, now);
  if (invitationId && (await consumeInvitation(tx, invitationId, { accountId, organizationId }, now))) {
    await insertInvitationEvent(tx, invitationId, 'accepted', { type: 'account', id: accountId }, now);
  }
  const [address] = await listVerifiedAddresses(tx, accountId);
  const organization = await findOrganization(tx, organizationId);
  if (!address || !organization) return;
  await enqueueWelcomeMail(services, tx, {
    organizationId,
    accountId,
    to: address.canonical,
    locale: (await findAccountLocale(tx, accountId)) ?? organization.locale,
    senderName: organization.name,
    productName: organization.productName,
    companyName: organization.name,
    isOwner: false,
    support: organization.supportContact || null,
  });
}
