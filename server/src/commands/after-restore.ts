import { endEveryPasswordLink } from '../features/accounts/index.ts';
import { endEveryFlow } from '../features/admission/index.ts';
import { recordAuditEvent } from '../features/audit/index.ts';
import { haltImports } from '../features/imports/index.ts';
import { skipReminders } from '../features/invitations/index.ts';
import { holdMessages } from '../features/notifications/index.ts';
import { haltOperations } from '../features/operations/index.ts';
import { listOrganizationIds } from '../features/organizations/index.ts';
import { distrustEveryDevice, endEverySession } from '../features/sessions/index.ts';
import { voidEveryCode } from '../features/sign-in/index.ts';
import type { Manifest } from '../platform/database/backup/backup-file.ts';
import type { Transaction } from '../platform/database/database.ts';
import { holdJobs } from '../platform/jobs/job-store.ts';
import { operator } from './operator.ts';

/** What was done so that nothing of the past lives again. */
export type Aftercare = {
  readonly sessions: number;
  /** Messages that wait for `messages release`. */
  readonly held: number;
};

/**
 * What must be so before anybody sees a restored database (security.md R30, R31): no session that was ended since lives again, no
 * code, no half-done way in; nothing is sent twice or done again by itself. Every organization's log says so.
 * @param backup null where it was restored by other means
 */
export async function careAfterRestore(
  tx: Transaction,
  now: Date,
  backup: Pick<Manifest, 'createdAt' | 'release'> | null,
): Promise<Aftercare> {
  const sessions = await endEverySession(tx, now);
  await distrustEveryDevice(tx);
  await endEveryFlow(tx, now);
  await voidEveryCode(tx, now);
  await endEveryPasswordLink(tx, now);
  const held = await holdMessages(tx, now);
  await holdJobs(tx);
  await haltImports(tx, now);
  await haltOperations(tx, now);
  await skipReminders(tx, now);
  const change = { backupOf: backup?.createdAt ?? null, release: backup?.release ?? null, sessionsEnded: sessions };
  const caller = operator();
  for (const organizationId of [null, ...(await listOrganizationIds(tx))]) {
    const subject = { type: 'installation', id: '' };
    await recordAuditEvent(tx, caller, now, { organizationId, action: 'installation.restored', subject, change });
  }
  return { sessions, held };
}
