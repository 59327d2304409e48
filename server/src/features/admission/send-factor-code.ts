import { AppError } from '../../kernel/app-error.ts';
import { phoneAddress } from '../accounts/index.ts';
import { sendCode } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import type { StepContext } from './steps/step.ts';

/**
 * A code to the number that is a second step, for this flow and this purpose alone; or from when on another may be had.
 * @throws AppError FLOW-STEP-WRONG where there is no such number
 */
export async function sendFactorCode(context: StepContext): Promise<Date | null> {
  const { services, tx, caller, flowId, situation, now } = context;
  const { factors } = situation.row;
  if (!factors?.smsTo) throw new AppError('FLOW-STEP-WRONG');
  const request = {
    flowId,
    purpose: 'second-factor',
    to: phoneAddress(factors.smsTo),
    deliver: true,
    organizationId: null,
    ...speakerOf(situation.row),
    locale: caller.locale,
  } as const;
  const result = await sendCode(services, tx, caller, request, now);
  return result.sent ? null : result.nextAt;
}
