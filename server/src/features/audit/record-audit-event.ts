import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { insertAuditEvent, insertAuditEvents } from './audit-store.ts';

/** Acts that are recorded, as `subject.verb`. */
export type AuditAction =
  | 'installation.set-up'
  | 'invitation.created'
  | 'invitation.resent'
  | 'invitation.renewed'
  | 'invitation.revoked'
  | 'invitation.declined'
  | 'invitation.accepted'
  | 'invitation.suppressed'
  | 'invitation.corrected'
  | 'invitation.extended'
  | 'invitation.rescheduled'
  | 'invitation.sent-now'
  | 'invitation.link-made'
  | 'invitation.handed-over'
  | 'invitation.roles-capped'
  | 'import.created'
  | 'import.started'
  | 'import.stopped'
  | 'import.undone'
  | 'operation.started'
  | 'operation.stopped'
  | 'operation.undone'
  | 'invitation.extension-undone'
  | 'operation.file-taken'
  | 'view.shared'
  | 'view.changed'
  | 'view.unshared'
  | 'view.deleted'
  | 'account.created'
  | 'account.password-set'
  | 'account.password-link-sent'
  | 'account.password-code-printed'
  | 'account.address-added'
  | 'account.squatter-removed'
  | 'account.factor-added'
  | 'account.factor-removed'
  | 'account.recovery-codes-made'
  | 'account.browsers-distrusted'
  | 'account.recovery-code-used'
  | 'account.number-moved'
  | 'account.identifier-changed'
  | 'account.identifier-change-asked'
  | 'account.identifier-undone'
  | 'account.data-asked'
  | 'account.data-taken'
  | 'account.deletion-asked'
  | 'account.deletion-stopped'
  | 'account.deleted'
  | 'account.recovery-asked'
  | 'account.recovery-approved'
  | 'account.recovery-rejected'
  | 'account.recovery-stopped'
  | 'account.recovery-done'
  | 'organization.created'
  | 'organization.settings-changed'
  | 'organization.message-texts-changed'
  | 'organization.branding-changed'
  | 'organization.suspended'
  | 'organization.resumed'
  | 'organization.limit-set'
  | 'organization.deletion-asked'
  | 'organization.kept'
  | 'organization.deleted'
  | 'membership.created'
  | 'membership.roles-changed'
  | 'membership.username-changed'
  | 'membership.suspended'
  | 'membership.restored'
  | 'membership.removed'
  | 'membership.left'
  | 'membership.sessions-ended'
  | 'membership.password-reset'
  | 'membership.password-required'
  | 'membership.browsers-distrusted'
  | 'company.approval-asked'
  | 'company.approval-withdrawn'
  | 'company.approved'
  | 'company.rejected'
  | 'join-request.created'
  | 'join-request.approved'
  | 'join-request.rejected'
  | 'join-request.withdrawn'
  | 'consent.given'
  | 'account.locked'
  | 'account.disowned'
  | 'account.unlocked'
  | 'sign-in.guessing-noticed'
  | 'diagnosis.viewed'
  | 'session.confirmed'
  | 'messages.released'
  | 'messages.discarded'
  | 'installation.restored'
  | 'diagnosis.page-viewed'
  | 'diagnosis.instructions-sent'
  | 'session.others-ended'
  | 'session.ended'
  | 'alert.acknowledged'
  | 'webhook.changed'
  | 'webhook.secret-rotated'
  | 'webhook.removed'
  | 'webhook.stopped'
  | 'audit.change-refused'
  | 'audit.guard-lost'
  | 'audit.guard-restored';

export type AuditEvent = {
  /** Whose log it belongs to; null for what concerns no organization. */
  readonly organizationId: string | null;
  readonly action: AuditAction;
  readonly subject: { readonly type: string; readonly id: string };
  /** What changed: before and after where there is both. Never a secret. */
  readonly change?: Readonly<Record<string, unknown>>;
};

/** Records an act in the transaction that does it: no act without its record, no record without its act. */
export async function recordAuditEvent(tx: Transaction, caller: Caller, now: Date, event: AuditEvent): Promise<void> {
  await insertAuditEvent(tx, { ...whoAndWhen(caller, now), ...rowOf(event) });
}

/** The same for many acts at once, in one statement: each still has a record of its own. */
export async function recordAuditEvents(
  tx: Transaction,
  caller: Caller,
  now: Date,
  events: readonly AuditEvent[],
): Promise<void> {
  await insertAuditEvents(tx, whoAndWhen(caller, now), events.map(rowOf));
}

function whoAndWhen({ actor, ip, requestId }: Caller, at: Date) {
  return { at, actorType: actor.type, actorId: actor.type === 'account' ? actor.id : null, ip, requestId };
}

function rowOf({ organizationId, action, subject, change = {} }: AuditEvent) {
  return { organizationId, action, subjectType: subject.type, subjectId: subject.id, change };
}
