import { SHORT_NAME_DAYS } from '@gatehouse/contract/closing';
import type { Caller } from '../../kernel/actor.ts';
import { after, DAY, MINUTE } from '../../kernel/clock.ts';
import { clocksAgree } from '../../platform/database/sweep-ended.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  eraseOrganization,
  freeShortNames,
  listDueDeletions,
  listUnerased,
  lockForDeletion,
  markDeleted,
} from './erasure-store.ts';
import { tellAdministrators } from './tell-administrators.ts';

const SYSTEM: Caller = { actor: { type: 'system' }, ip: '', userAgent: '', requestId: '', locale: 'en' };

/**
 * Deletes organizations whose waiting time is over. Two steps: from the first on nobody gets in and nothing is added; the
 * second erases, and is gone on with by the next run where a process was killed.
 */
export function eraseDueOrganizations(services: MessagingServices): RecurringJob {
  return {
    everyMilliseconds: 10 * MINUTE,
    run: async () => {
      const { database, clock } = services;
      if (!(await clocksAgree(services))) return;
      for (const id of await listDueDeletions(database, clock.now())) await deleteOne(services, id);
      for (const id of await listUnerased(database)) await eraseOrganization(database, id, clock.now());
      await freeShortNames(database, after(clock.now(), -SHORT_NAME_DAYS * DAY));
    },
  };
}

async function deleteOne(services: MessagingServices, organizationId: string): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockForDeletion(tx, organizationId);
    const name = await markDeleted(tx, organizationId, now);
    if (name === null) return;
    const subject = { type: 'organization', id: organizationId };
    await recordAuditEvent(tx, SYSTEM, now, {
      organizationId,
      action: 'organization.deleted',
      subject,
      change: { name },
    });
    await tellAdministrators(services, tx, { organizationId, kind: 'deleted', reason: null });
  });
}
