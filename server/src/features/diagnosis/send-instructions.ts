import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { resendInvitation } from '../invitations/index.ts';
import type { MessagingServices, NewMessage } from '../notifications/index.ts';
import type { Asker } from './domain/fixes.ts';
import { type Help, helpFor } from './domain/help.ts';
import { causesOf } from './domain/verdict.ts';
import { findPerson } from './find-person.ts';
import { helpMessage } from './help-messages.ts';

export type SentInstructions = { readonly to: string; readonly channel: 'email' | 'sms' };

/**
 * Tells somebody in their own language what is missing and what comes next: to the address that the identifier is of, and
 * to no other. Where it takes their invitation's link, it is sent again by the rules and limits of any resend.
 * @throws AppError CONFLICT where there is nothing to tell any more, FORBIDDEN, RATE-LIMITED, and what a resend refuses
 */
export async function sendInstructions(
  services: MessagingServices,
  caller: Caller,
  asker: Asker,
  typed: string,
): Promise<SentInstructions> {
  const { organizationId } = asker;
  const { row, findings } = await findPerson(services, caller, organizationId, typed);
  const [verdict = 'fine'] = causesOf(findings);
  const help = helpFor(verdict, findings);
  if (!row?.canonical || !help) throw new AppError('CONFLICT');
  const { canonical, invitationId } = row;
  await services.rateLimits.consume(['instructions.address', canonical]);
  if (help.needsLink && invitationId) {
    if (!asker.may('invitations.resend')) throw new AppError('FORBIDDEN');
    await resendInvitation(services, caller, organizationId, invitationId, { help: { ...help, asked: 'support' } });
    await record(services, caller, organizationId, { type: 'invitation', id: invitationId }, help);
  } else {
    const subject = row.accountId ? { type: 'account', id: row.accountId } : { type: 'address', id: canonical };
    await record(services, caller, organizationId, subject, help, helpMessage(services, row, help));
  }
  return { to: row.shown ?? canonical, channel: canonical.startsWith('+') ? 'sms' : 'email' };
}

/** The record, and in the same transaction the message that is owed, where no resend owes it. */
async function record(
  services: MessagingServices,
  caller: Caller,
  organizationId: string,
  subject: { readonly type: string; readonly id: string },
  help: Help,
  message: NewMessage | null = null,
): Promise<void> {
  await services.database.transaction(async (tx) => {
    const action = 'diagnosis.instructions-sent';
    const event = { organizationId, action, subject, change: { instructions: help.case } } as const;
    await recordAuditEvent(tx, caller, services.clock.now(), event);
    if (message) await services.notifications.enqueueMessage(tx, message);
  });
}
