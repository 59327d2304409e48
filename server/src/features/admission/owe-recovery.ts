import { localeSchema } from '@gatehouse/contract/locales';
import { z } from 'zod';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { Address } from '../accounts/index.ts';
import type { StepContext } from './steps/step.ts';

/** The kind of the job that sends whoever forgot their password what they need. */
export const ANSWER_RECOVERY = 'answer-recovery';

/** Who asked, and with what: nothing of it is known to belong to anybody. */
export const recoveryJobSchema = z.object({
  canonical: z.string(),
  shown: z.string(),
  locale: localeSchema,
  door: z.string().nullable(),
  ip: z.string(),
  userAgent: z.string(),
  requestId: z.string(),
});

/**
 * Somebody forgot a password. Whatever is known of the address, the same is written, and it is looked up only after the
 * answer: neither its words nor its time tell whether anybody has it (ASVS 6.3.8, security.md A34).
 */
export async function oweRecovery(
  { tx, caller, situation, now }: StepContext,
  address: Pick<Address, 'canonical' | 'shown'>,
): Promise<void> {
  const { canonical, shown } = address;
  const { locale, ip, userAgent, requestId } = caller;
  const door = situation.row.brand?.organizationId ?? null;
  const payload = { canonical, shown, locale, door, ip, userAgent, requestId };
  await enqueueJob(tx, { kind: ANSWER_RECOVERY, payload }, now);
}
