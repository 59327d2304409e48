import { MOST_DAYS_ASIDE } from '@gatehouse/contract/invitations';
import { AppError } from '../../../kernel/app-error.ts';
import { after, DAY } from '../../../kernel/clock.ts';

/** When an invitation is to leave. @throws AppError REQUEST-INVALID for `sendAt` with SEND-AT-PAST, SEND-AT-TOO-LATE {max} */
export function readSendAt(typed: string, now: Date): Date {
  const sendAt = new Date(typed);
  if (sendAt <= now) throw refused('SEND-AT-PAST');
  if (sendAt > after(now, MOST_DAYS_ASIDE * DAY)) throw refused('SEND-AT-TOO-LATE', { max: MOST_DAYS_ASIDE });
  return sendAt;
}

/** As many leave on that day already as may. */
export function dayIsFull(): AppError {
  return refused('SEND-DAY-FULL');
}

function refused(code: 'SEND-AT-PAST' | 'SEND-AT-TOO-LATE' | 'SEND-DAY-FULL', params = {}): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path: 'sendAt', code, params }]);
}

/** From when the time of an invitation counts. */
export function beginOf({ beginsAt, createdAt }: { readonly beginsAt: Date | null; readonly createdAt: Date }): Date {
  return beginsAt ?? createdAt;
}
