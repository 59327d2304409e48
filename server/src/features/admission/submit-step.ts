import { STEP_NAMES, type StepName, stepInputs } from '@gatehouse/contract/flows';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { equalBytes } from '../../platform/crypto/secret-box.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import { maskEmailAddress } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { StartedSession } from '../sessions/index.ts';
import { completeFlow, repeatFlowSession } from './complete-flow.ts';
import { type FlowGuard, findFlowGuard, lockFlow } from './flow-store.ts';
import { loadFlowSituation, type Situation } from './load-situation.ts';
import { STEPS } from './steps/index.ts';
import type { FlowClient, StepContext, StepOutcome } from './steps/step.ts';

export type SubmitResult = { readonly session: StartedSession | null; readonly endSession: boolean };

/**
 * Submits one step of a flow. The flow is locked, judged anew under the lock, the step runs if it is the one that comes
 * next, and if nothing is missing any more the person is let in, all in one transaction. A step that was done already
 * has no second effect and is no error: a double click, a reload or a retry ends on the same page.
 * @throws AppError FLOW-NOT-FOUND, FLOW-EXPIRED, FLOW-STEP-WRONG, REQUEST-INVALID and what the step itself refuses
 */
export async function submitStep(
  services: MessagingServices,
  caller: Caller,
  client: FlowClient,
  flowId: string,
  stepName: string,
  body: unknown,
): Promise<SubmitResult> {
  const name = STEP_NAMES.find((known) => known === stepName);
  if (!name) throw new AppError('NOT-FOUND');
  const input = parseInput(stepInputs[name], body);
  const step = STEPS[name];
  const now = services.clock.now();
  checkGuard(await findFlowGuard(services.database, flowId), client, now);
  const before = await getSituation(services.database, flowId, client, now);
  const prepared = isDue(name, before)
    ? await step.prepare?.({ services, caller, client, situation: before }, input as never)
    : undefined;
  const outcome = await services.database.transaction(async (tx) => {
    const guard = checkGuard(await lockFlow(tx, flowId), client, now);
    const situation = await getSituation(tx, flowId, client, now);
    const context = { services, tx, caller, client, flowId, situation, now };
    if (!isDue(name, situation)) return repeated(context, guard, name);
    const done = (await step.run(context, input as never, prepared as never)) ?? {};
    if (done.problem || done.endSession) return done;
    return { ...done, ...(await completeFlow(context)) };
  });
  services.wakeWorker();
  if (outcome.problem) throw outcome.problem;
  return { session: outcome.session ?? null, endSession: outcome.endSession ?? false };
}

/** A flow is only for the client that began it; for any other it does not exist. */
export function checkGuard(guard: FlowGuard | null, client: FlowClient, now: Date): FlowGuard {
  if (!guard || !equalBytes(guard.clientHash, client.clientHash)) throw new AppError('FLOW-NOT-FOUND');
  if (guard.expiresAt <= now) throw new AppError('FLOW-EXPIRED');
  return guard;
}

async function getSituation(
  queryable: Parameters<typeof loadFlowSituation>[0],
  flowId: string,
  client: FlowClient,
  now: Date,
): Promise<Situation> {
  const situation = await loadFlowSituation(queryable, flowId, client.session, now);
  if (!situation) throw new AppError('FLOW-NOT-FOUND');
  return situation;
}

/** True when the step may be taken now: from the page that comes next, or from the pages that offer it beside. */
function isDue(name: StepName, situation: Situation): boolean {
  return STEPS[name].at.includes(situation.next.name) && (STEPS[name].when?.(situation) ?? true);
}

/** Lost answers: for ten minutes after its end a flow gives its own client the session again. */
const REPEAT_WINDOW = 10 * MINUTE;

async function repeated(context: StepContext, guard: FlowGuard, name: StepName): Promise<StepOutcome> {
  const { situation, client, now } = context;
  if (situation.next.name === 'wrong-account') throw wrongAccount(context);
  const ahead = STEPS[name].requirement;
  const isMet = situation.requirements.some(({ name: known, state }) => known === ahead && state === 'met');
  if (situation.next.name !== 'done') {
    if (isMet || situation.next.reason) return situation.next.reason ? { problem: stoppedProblem(situation) } : {};
    throw new AppError('FLOW-STEP-WRONG');
  }
  const fresh = guard.completedAt && now.getTime() - guard.completedAt.getTime() < REPEAT_WINDOW;
  if (!fresh || client.session || !situation.row.authenticatedAt) return {};
  return repeatFlowSession(context);
}

/** Nothing is done while somebody else is signed in, and neither is told more of the other than their page shows. */
function wrongAccount({ situation, client }: StepContext): AppError {
  const invited = maskEmailAddress(situation.row.shown);
  return new AppError('INV-WRONG-ACCOUNT', { signedInAs: client.session?.email ?? '', invited });
}

function stoppedProblem(situation: Situation): AppError {
  return new AppError(situation.next.reason ?? 'FLOW-STEP-WRONG', stoppedParams(situation));
}

/** Parameters of the sentence that says why a flow stopped. */
export function stoppedParams({ row, next }: Situation): Record<string, string> {
  switch (next.reason) {
    case 'INV-EXPIRED':
      return { date: row.expiresAt.toISOString() };
    case 'INV-SUPERSEDED':
      return { time: (row.endedAt ?? row.createdAt).toISOString() };
    case 'ACC-DISABLED':
    case 'ORG-SUSPENDED':
    case 'JOIN-REJECTED':
      return { organization: row.joinOrganization ?? row.organizationName ?? '' };
    default:
      return {};
  }
}
