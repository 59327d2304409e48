import type { Caller, SignedIn } from '../../../../kernel/actor.ts';
import { AppError } from '../../../../kernel/app-error.ts';
import { networkOf } from '../../../../kernel/network.ts';
import { listIdentifiers, phoneAddress } from '../../../accounts/index.ts';
import type { MessagingServices } from '../../../notifications/index.ts';
import { isFactorRequired } from '../../../organizations/index.ts';
import { distrustDevices } from '../../../sessions/index.ts';
import { speakerOf } from '../../change-identifier.ts';
import { recordFactor } from '../../record-factor.ts';
import { checkCode } from '../one-time-code/check-code.ts';
import { sendCode } from '../one-time-code/send-code.ts';
import { countOthers, lockCredentials } from '../passkey/passkey-store.ts';
import { countRecoveryCodes } from '../recovery-codes/recovery-code-store.ts';
import { makeRecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import { findTotp } from '../totp/totp-store.ts';
import { confirmSms, deleteSms, findSms, insertPendingSms, isSmsAllowed } from './sms-factor-store.ts';

/**
 * Begins to make a proven number a second step; a code goes there. Beside a password only: a text message cannot be both
 * steps. @throws AppError REQUEST-INVALID, FORBIDDEN by policy, SMS-FACTOR-ALONE, FACTOR-EXISTS, SEND-LIMIT, RATE-LIMITED
 */
export async function beginOwnSms(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  identifierId: string,
): Promise<void> {
  const { accountId, sessionId } = session;
  await services.rateLimits.consume(['identifier-change.account', accountId], ['send.network', networkOf(caller.ip)]);
  const now = services.clock.now();
  const { door, productName, senderName } = await speakerOf(services, session);
  await services.database.transaction(async (tx) => {
    const mine = await listIdentifiers(tx, accountId);
    const number = mine.find(({ id, kind, verified }) => id === identifierId && kind === 'phone' && verified);
    if (!number) throw new AppError('REQUEST-INVALID', {}, [{ path: 'identifier', code: 'FIELD-INVALID', params: {} }]);
    if (!(await isSmsAllowed(tx, accountId))) throw new AppError('FORBIDDEN');
    if (!(await countOthers(tx, accountId, '')).password) throw new AppError('SMS-FACTOR-ALONE');
    if (!(await insertPendingSms(tx, accountId, number.canonical, now))) throw new AppError('FACTOR-EXISTS');
    const to = { canonical: number.canonical, shown: number.shown };
    const request = {
      flowId: sessionId,
      purpose: 'add-factor',
      to,
      deliver: true,
      organizationId: null,
      door,
    } as const;
    const words = { productName, senderName, locale: caller.locale };
    const sent = await sendCode(services, tx, caller, { ...request, ...words }, now);
    if (!sent.sent) throw new AppError('SEND-LIMIT', { time: sent.nextAt.toISOString() });
  });
}

/** The code: the number is asked for from now on. Answers recovery codes where the account has none. @throws AppError CODE-..., NOT-FOUND */
export async function confirmOwnSms(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  code: string,
): Promise<string[]> {
  const { accountId, sessionId } = session;
  await services.rateLimits.consume(['code.network', networkOf(caller.ip)]);
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  const { problem, codes } = await services.database.transaction(async (tx) => {
    const pending = await findSms(tx, accountId);
    if (!pending || pending.confirmedAt) throw new AppError('NOT-FOUND');
    const target = { flowId: sessionId, purpose: 'add-factor', destination: pending.destination, others: [] } as const;
    const { problem: wrong } = await checkCode(services, tx, target, code, now);
    if (wrong) return { problem: wrong, codes: [] };
    if (!(await confirmSms(tx, accountId, now))) throw new AppError('NOT-FOUND');
    const change = { accountId, factor: 'sms', what: 'added', productName, door } as const;
    await recordFactor(services, tx, caller, change, now);
    const left = await countRecoveryCodes(tx, accountId);
    return { problem: null, codes: left ? [] : await makeRecoveryCodes({ services, tx, accountId, now }) };
  });
  if (problem) throw problem;
  return codes;
}

/** @throws AppError NOT-FOUND, FACTOR-REQUIRED */
export async function removeOwnSms(services: MessagingServices, caller: Caller, session: SignedIn): Promise<void> {
  const { accountId } = session;
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockCredentials(tx, accountId);
    const { passkeys } = await countOthers(tx, accountId, '');
    const totp = await findTotp(tx, accountId);
    const isLast = passkeys === 0 && !totp?.confirmedAt;
    if (isLast && (await isFactorRequired(tx, accountId))) throw new AppError('FACTOR-REQUIRED');
    if (!(await deleteSms(tx, accountId))) throw new AppError('NOT-FOUND');
    await distrustDevices(tx, accountId);
    const change = { accountId, factor: 'sms', what: 'removed', productName, door } as const;
    await recordFactor(services, tx, caller, change, now);
  });
}

/** What the portal shows of it; the number as people read it. */
export async function getOwnSms(services: MessagingServices, accountId: string) {
  const [row, allowed] = await Promise.all([
    findSms(services.database, accountId),
    isSmsAllowed(services.database, accountId),
  ]);
  const since = row?.confirmedAt;
  return {
    sms: since ? { since: since.toISOString(), to: phoneAddress(row.destination).shown } : null,
    smsAllowed: allowed,
  };
}
