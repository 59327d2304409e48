import { codeField } from '@gatehouse/contract/fields';
import type { TypedFactor } from '../factor.ts';
import { checkCode } from '../one-time-code/check-code.ts';
import { findSms } from './sms-factor-store.ts';

/** A code by text message to the number that is a second step: for one flow, and for nothing else in it (ASVS 6.6.2). */
export const smsFactor: TypedFactor = {
  check: async ({ services, tx, accountId, flowId, now }, typed) => {
    const read = codeField.safeParse(typed);
    const row = await findSms(tx, accountId);
    if (!read.success || !row?.confirmedAt || !flowId) return false;
    const target = { flowId, purpose: 'second-factor', destination: row.destination, others: [] } as const;
    const { problem } = await checkCode(services, tx, target, read.data, now);
    return problem === null;
  },
};
