import { AppError } from '../../kernel/app-error.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { phoneAddress } from '../accounts/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { type CodePurpose, findSmsNumber, sendCode } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import { actingAccount, type Situation } from './load-situation.ts';
import type { StepContext } from './steps/step.ts';

/**
 * A code to the number that is a second step, for this flow and this purpose alone; or from when on another may be had.
 * @throws AppError FLOW-STEP-WRONG where there is no such number
 */
export async function sendFactorCode(context: StepContext): Promise<Date | null> {
  const { factors } = context.situation.row;
  if (!factors?.smsTo) throw new AppError('FLOW-STEP-WRONG');
  return sendTo(context, 'second-factor', factors.smsTo);
}

/** The same to a number that is about to become one. */
export function sendNewFactorCode(context: StepContext, number: string): Promise<Date | null> {
  return sendTo(context, 'add-factor', number);
}

/**
 * The proven number that this person could make a second step in this flow: not one that the first step came from alone, for a
 * text message is never both (NIST SP 800-63B-4 s. 3.1.3.3), nor against the policy of whoever invites.
 */
export async function findNewSmsNumber(queryable: Queryable, situation: Situation): Promise<string | null> {
  const ways = situation.facts.flow?.authenticatedBy ?? [];
  const cameByText = ways.some((way) => way.startsWith('sms-')) && !ways.includes('password');
  const { kind, invitationId, policies } = situation.row;
  const refused = invitationId !== null && kind === 'member' && !policiesOf(policies ?? {}).smsFactor;
  if (cameByText || refused) return null;
  return (await findSmsNumber(queryable, actingAccount(situation)))?.canonical ?? null;
}

async function sendTo(context: StepContext, purpose: CodePurpose, number: string): Promise<Date | null> {
  const { services, tx, caller, flowId, situation, now } = context;
  const request = {
    flowId,
    purpose,
    to: phoneAddress(number),
    deliver: true,
    organizationId: null,
    ...speakerOf(situation.row),
    locale: caller.locale,
  } as const;
  const result = await sendCode(services, tx, caller, request, now);
  return result.sent ? null : result.nextAt;
}
