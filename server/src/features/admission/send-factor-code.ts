import { AppError } from '../../kernel/app-error.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { phoneAddress } from '../accounts/index.ts';
import { policiesOf } from '../organizations/index.ts';
import { type CodePurpose, findSmsRoom, sendCode } from '../sign-in/index.ts';
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

/** How text messages can become the second step here. */
export type SmsSetUp = {
  /** Where the code goes: what was typed in this flow, else the proven number. Null: a number is still to be typed. */
  readonly number: string | null;
  /** Typed in this flow, so that it is no secret there. */
  readonly isTyped: boolean;
  /** One that is not proven yet can be typed. */
  readonly mayType: boolean;
};

/**
 * Whether, and with which number, this person could make text messages a second step in this flow: not where the first step
 * came by one alone, for a text message is never both (NIST SP 800-63B-4 s. 3.1.3.3), nor against the policy of whoever
 * invites. A number that is not proven yet comes to the account after its password only: a code to a mailbox alone
 * brings none (decision 0012).
 */
export async function findSmsSetUp(queryable: Queryable, situation: Situation): Promise<SmsSetUp | null> {
  const ways = situation.facts.flow?.authenticatedBy ?? [];
  const mayType = ways.includes('password');
  const cameByText = ways.some((way) => way.startsWith('sms-')) && !mayType;
  const { kind, invitationId, policies, factorNumber } = situation.row;
  const refused = invitationId !== null && kind === 'member' && !policiesOf(policies ?? {}).smsFactor;
  if (cameByText || refused) return null;
  const room = await findSmsRoom(queryable, actingAccount(situation));
  const typed = mayType ? factorNumber : null;
  if (!room || (room.proven === null && !mayType)) return null;
  return { number: typed ?? room.proven, isTyped: typed !== null, mayType };
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
