import { z } from 'zod';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobHandler, JobOutcome } from '../../platform/jobs/run-job.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findOrganization } from '../organizations/index.ts';
import { countInvitation } from './count-invitation.ts';
import { isLive } from './domain/invitation.ts';
import { findInvitationContext, type InvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, invitationMessages, mintSecrets } from './invitation-messages.ts';
import {
  findInvitation,
  type InvitationRow,
  insertInvitationEvent,
  lockInvitation,
  moveInvitation,
} from './invitation-store.ts';
import { leaveNow } from './planned-store.ts';
import { addressesOf } from './read-invited.ts';

// What was planned for later. No link of it and no message exist until it leaves, so that nothing of either can be too early,
// and what it says is what is true then.

/** The kind of the job that lets an invitation leave when it was to. */
const SEND_PLANNED = 'send-planned-invitation';

/** `sendAt` tells the job of another plan that it is not the one that counts. */
const payloadSchema = z.object({ invitationId: z.string(), sendAt: z.string() });
type Payload = z.infer<typeof payloadSchema>;

/** Owes that an invitation leaves at `sendAt`. */
export async function owePlanned(tx: Transaction, invitationId: string, sendAt: Date, now: Date): Promise<void> {
  const payload: Payload = { invitationId, sendAt: sendAt.toISOString() };
  await enqueueJob(tx, { kind: SEND_PLANNED, payload, runAt: sendAt, lane: 'bulk' }, now);
}

/** Lets planned invitations leave, each once. */
export function plannedHandlers(services: MessagingServices): Readonly<Record<string, JobHandler>> {
  return { [SEND_PLANNED]: ({ payload }) => sendPlanned(services, payloadSchema.parse(payload)) };
}

async function sendPlanned(services: MessagingServices, plan: Payload): Promise<JobOutcome> {
  const invitation = await findInvitation(services.database, plan.invitationId);
  if (!invitation?.sendAt || !isOf(plan, invitation)) return { outcome: 'done' };
  const now = services.clock.now();
  if (invitation.sendAt > now) return { outcome: 'again', runAt: invitation.sendAt };
  const organization = await findOrganization(services.database, invitation.organizationId);
  // It leaves once its link leads somewhere.
  if (organization?.state === 'suspended') return { outcome: 'again', runAt: after(now, HOUR) };
  if (organization?.state !== 'active') return { outcome: 'done' };
  return { outcome: 'done', record: (tx) => letLeave(services, tx, plan) };
}

function isOf({ sendAt }: Payload, invitation: Pick<InvitationRow, 'sendAt'>): boolean {
  return invitation.sendAt?.toISOString() === sendAt;
}

/** Nobody can be told: who came in by another way, or wants no invitations, gets none, and the timeline says so. */
async function letLeave(services: MessagingServices, tx: Transaction, plan: Payload): Promise<void> {
  const now = services.clock.now();
  const id = plan.invitationId;
  const found = await lockPlanned(tx, id);
  // Somebody may have put it off a moment ago.
  if (!found || !isOf(plan, found.invitation)) return;
  const { invitation, context } = found;
  const system = { type: 'system' } as const;
  if (context.recipientIsMember) {
    if (await moveInvitation(tx, id, 'revoked', now)) await insertInvitationEvent(tx, id, 'not-needed', system, now);
    return;
  }
  const expiresAt = endFrom(invitation, now);
  if (context.isSuppressed) {
    if (await leaveNow(tx, id, { expiresAt, secrets: null }, now)) {
      await insertInvitationEvent(tx, id, 'held-back', system, now);
    }
    return;
  }
  const secrets = mintSecrets(services);
  if (!(await leaveNow(tx, id, { expiresAt, secrets: secrets.hashes }, now))) return;
  const messages = invitationMessages(services, { ...invitation, invitationId: id, expiresAt }, context, secrets);
  await services.notifications.enqueueMessages(tx, invitation.organizationId, messages);
}

/**
 * Sends an invitation of the organization now that was to leave later. It counts on the limits of today.
 * @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-LEFT, INV-ALREADY-MEMBER, INV-SUPPRESSED, INV-CAP
 */
export async function sendPlannedNow(
  services: MessagingServices,
  caller: Caller,
  organizationId: string,
  id: string,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const { invitation, context } = await lockPlannedOf(tx, organizationId, id, now);
    if (context.recipientIsMember) throw new AppError('INV-ALREADY-MEMBER');
    if (context.isSuppressed) throw new AppError('INV-SUPPRESSED');
    const expiresAt = endFrom(invitation, now);
    const secrets = mintSecrets(services);
    if (!(await leaveNow(tx, id, { expiresAt, secrets: secrets.hashes }, now))) throw new AppError('INV-NOT-OPEN');
    await insertInvitationEvent(tx, id, 'sent-now', caller.actor, now);
    const change = { sendAt: { before: invitation.sendAt.toISOString(), after: null } };
    const subject = { type: 'invitation', id };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'invitation.sent-now', subject, change });
    await enqueueInvitationMessages(services, tx, { ...invitation, invitationId: id, expiresAt }, context, secrets);
    const recipients = addressesOf(invitation);
    await countInvitation(services, tx, { organizationId, inviterId: invitation.createdBy, recipients }, now);
  });
}

type PlannedRow = InvitationRow & { readonly sendAt: Date };
type Found = { readonly invitation: PlannedRow; readonly context: InvitationContext };

/** One of the organization that is still to leave, under its lock. @throws AppError NOT-FOUND, INV-NOT-OPEN, INV-LEFT */
export async function lockPlannedOf(tx: Transaction, organizationId: string, id: string, now: Date): Promise<Found> {
  const found = await lockPlanned(tx, id);
  const invitation = found?.invitation ?? (await findInvitation(tx, id));
  if (invitation?.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  if (!isLive(invitation, now)) throw new AppError('INV-NOT-OPEN');
  if (!found) throw new AppError('INV-LEFT');
  return found;
}

/** Under the invitation's lock; null where it has left. */
async function lockPlanned(tx: Transaction, id: string): Promise<Found | null> {
  await lockInvitation(tx, id);
  const invitation = await findInvitation(tx, id);
  if (!invitation?.sendAt) return null;
  const { organizationId, createdBy, sendAt } = invitation;
  const context = await findInvitationContext(tx, organizationId, createdBy, addressesOf(invitation));
  return context && { invitation: { ...invitation, sendAt }, context };
}

/** Its whole time, from `begin` on. */
export function endFrom({ expiresAt, sendAt }: PlannedRow, begin: Date): Date {
  return after(begin, expiresAt.getTime() - sendAt.getTime());
}
