import type { JobHandler } from '../../platform/jobs/run-job.ts';
import { ANSWER_RECOVERY } from '../admission/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { answerRecovery } from './answer-recovery.ts';

export { diagnose } from './diagnose-person.ts';
export { diagnosisAbilities } from './diagnosis-policy.ts';
export { registerDiagnosisRoutes } from './diagnosis-routes.ts';
export { requestHelp } from './request-help.ts';
export { type ViewedPage, viewPage } from './view-page.ts';

/** What the worker does for this slice, by kind of job. */
export function diagnosisHandlers(services: MessagingServices): Readonly<Record<string, JobHandler>> {
  return { [ANSWER_RECOVERY]: answerRecovery(services) };
}
