import { STEP_NAMES, type StepName, stepInputs } from '@gatehouse/contract/flows';
import { type Caller, shownIdentifier } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { MINUTE } from '../../kernel/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import { maskAddress } from '../accounts/index.ts';
import { shownAddressesOf } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { StartedSession } from '../sessions/index.ts';
import type { AdmissionRow } from './admission-row.ts';
import { completeFlow, repeatFlowSession } from './complete-flow.ts';
import { lockFlow, lockFlowAlone } from './flow-store.ts';
import { getFlowSituation, type Situation, withoutSession } from './load-situation.ts';
import { STEPS } from './steps/index.ts';
import type { FlowClient, StepContext, StepOutcome } from './steps/step.ts';

export type SubmitResult = {
  /** The flow after the step. */
  readonly situation: Situation;
  readonly session: StartedSession | null;
  readonly endSession: boolean;
};

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
  const before = step.prepare ? await getFlowSituation(services.database, flowId, client, now) : null;
  const prepared =
    before && isDue(name, before)
      ? await step.prepare?.({ services, caller, client, situation: before }, input as never)
      : undefined;
  const outcome = await services.database.transaction(async (tx) => {
    const situation = await lockAndJudge(tx, { flowId, client, before, now });
    const context = { services, tx, caller, client, flowId, situation, now };
    if (!isDue(name, situation)) {
      if (prepared !== undefined) await step.spare?.(context, prepared as never);
      return { situation, ...(await repeated(context, name)) };
    }
    const done = (await step.run(context, input as never, prepared as never)) ?? {};
    if (done.endSession) return { ...done, situation: withoutSession(situation, now) };
    return done.problem ? { ...done, situation } : completeFlow(context);
  });
  if (outcome.problem) throw outcome.problem;
  return { situation: outcome.situation, session: outcome.session ?? null, endSession: outcome.endSession ?? false };
}

/**
 * The flow as it stands under its lock. One that names nobody is judged by what stands in it alone: as long as that is what it
 * was `before`, it is not judged again.
 */
async function lockAndJudge(
  tx: Transaction,
  { flowId, client, before, now }: Pick<StepContext, 'flowId' | 'client' | 'now'> & { before: Situation | null },
): Promise<Situation> {
  if (before && before.row.invitationId === null && before.row.flowAccountId === null) {
    if ((await lockFlowAlone(tx, flowId)) === before.row.flowVersion) return before;
  }
  await lockFlow(tx, flowId);
  return getFlowSituation(tx, flowId, client, now);
}

/** True when the step may be taken now: from the page that comes next, or from the pages that offer it beside. */
function isDue(name: StepName, situation: Situation): boolean {
  return STEPS[name].at.includes(situation.next.name) && (STEPS[name].when?.(situation) ?? true);
}

/** Lost answers: for ten minutes after its end a flow gives its own client the session again. */
const REPEAT_WINDOW = 10 * MINUTE;

async function repeated(context: StepContext, name: StepName): Promise<StepOutcome> {
  const { situation, client, now } = context;
  if (situation.next.name === 'wrong-account') throw wrongAccount(context);
  const ahead = STEPS[name].requirement;
  const isMet = situation.requirements.some(({ name: known, state }) => known === ahead && state === 'met');
  if (situation.next.name !== 'done') {
    if (isMet || situation.next.reason) return situation.next.reason ? { problem: stoppedProblem(situation) } : {};
    throw new AppError('FLOW-STEP-WRONG');
  }
  const { completedAt, authenticatedAt } = situation.row;
  const fresh = completedAt && now.getTime() - completedAt.getTime() < REPEAT_WINDOW;
  if (!fresh || client.session || !authenticatedAt) return {};
  return repeatFlowSession(context);
}

/** Nothing is done while somebody else is signed in, and neither is told more of the other than their page shows. */
function wrongAccount({ situation, client }: StepContext): AppError {
  const invited = shownAddressesOf(situation.row).map(maskAddress).join(', ');
  return new AppError('INV-WRONG-ACCOUNT', { signedInAs: shownIdentifier(client.session) ?? '', invited });
}

function stoppedProblem(situation: Situation): AppError {
  return new AppError(situation.next.reason ?? 'FLOW-STEP-WRONG', stoppedParams(situation));
}

/** What whoever handed an invitation over reads of it. */
function handOverParams({ handedOver, createdAt }: AdmissionRow): Record<string, string> {
  return { to: maskAddress(handedOver?.to ?? ''), date: new Date(handedOver?.at ?? createdAt).toISOString() };
}

/** Parameters of the sentence that says why a flow stopped. */
export function stoppedParams({ row, next }: Situation): Record<string, string> {
  switch (next.reason) {
    case 'INV-EXPIRED':
      return { date: row.expiresAt.toISOString() };
    case 'INV-SUPERSEDED':
      return { time: (row.addressChangedAt ?? row.endedAt ?? row.createdAt).toISOString() };
    case 'INV-HANDED-OVER':
      return handOverParams(row);
    case 'SEATS-FULL':
      return { who: 'person' };
    case 'COMPANY-REJECTED':
      return { organization: row.organizationName ?? '' };
    case 'ACC-DISABLED':
    case 'ORG-SUSPENDED':
    case 'JOIN-REJECTED':
      return { organization: row.joinOrganization ?? row.organizationName ?? row.shutOutBy ?? '' };
    default:
      return {};
  }
}
