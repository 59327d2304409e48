import { after, MINUTE } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { listChannelStates } from './delivery-read-model.ts';
import { dueReminder, EARLY_AFTER, LATE_BEFORE } from './domain/reminder.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { enqueueInvitationMessages, mintSecrets } from './invitation-messages.ts';
import { findInvitation, type InvitationRow, insertInvitationEvent } from './invitation-store.ts';
import { addressesOf } from './read-invited.ts';
import {
  addInvitationSecrets,
  listDueReminders,
  markReminded,
  type RemindedRow,
  skipDueReminders,
} from './reminder-store.ts';

/** At a time, so that the list in memory stays small. */
const BATCH = 200;

/** Reminds of invitations that were delivered and not opened: every five minutes, whoever is due. */
export function remindInvited(services: MessagingServices): RecurringJob {
  return { everyMilliseconds: 5 * MINUTE, run: () => sendReminders(services) };
}

/** After a restore, at `now`: nobody is reminded of what they may have been reminded of since the backup. */
export function skipReminders(tx: Transaction, now: Date): Promise<void> {
  return skipDueReminders(tx, { since: after(now, -EARLY_AFTER), until: after(now, LATE_BEFORE) });
}

async function sendReminders(services: MessagingServices): Promise<void> {
  for (let more = true; more; ) {
    const now = services.clock.now();
    const window = { now, since: after(now, -EARLY_AFTER), until: after(now, LATE_BEFORE), limit: BATCH };
    const rows = await listDueReminders(services.database, window);
    for (const row of rows) await remind(services, row, now);
    more = rows.length >= BATCH;
  }
}

/** The mark and the message in one transaction: a crash loses neither, and of two processes one sends. */
async function remind(services: MessagingServices, row: RemindedRow, now: Date): Promise<void> {
  const due = dueReminder(row, now);
  if (!due) return;
  await services.database.transaction(async (tx) => {
    if (!(await markReminded(tx, row.id, due.mark)) || !due.send) return;
    const invitation = await findInvitation(tx, row.id);
    if (!invitation) return;
    const { organizationId, createdBy } = invitation;
    const context = await findInvitationContext(tx, organizationId, createdBy, addressesOf(invitation));
    const wanted =
      context && !context.isSuppressed && !context.recipientIsMember && policiesOf(context.policies).reminders;
    if (!wanted) return;
    const recipients = await remindedAt(tx, invitation);
    if (recipients.length === 0) return;
    const secrets = mintSecrets(services);
    await addInvitationSecrets(tx, row.id, secrets.hashes, now);
    await insertInvitationEvent(tx, row.id, 'reminded', { type: 'system' }, now);
    const message = { ...invitation, invitationId: row.id };
    await enqueueInvitationMessages(services, tx, message, context, secrets, { recipients, isReminder: true });
  });
}

/** By mail, unless that came back; by text message, which costs, only where there is no e-mail address. */
async function remindedAt(tx: Transaction, { id, canonical, addressKind }: InvitationRow): Promise<string[]> {
  const wanted = addressKind === 'email' ? 'email' : 'sms';
  const newest = (await listChannelStates(tx, id)).find(({ channel }) => channel === wanted);
  return newest?.state === 'sent' || newest?.state === 'delivered' ? [canonical] : [];
}
