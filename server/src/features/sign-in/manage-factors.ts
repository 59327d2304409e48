import type { Factors } from '@gatehouse/contract/factors';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { endWaitingChanges, listVerifiedIdentifiers } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { isFactorRequired } from '../organizations/index.ts';
import { countTrustedDevices, distrustDevices } from '../sessions/index.ts';
import { speakerOf } from './change-identifier.ts';
import { countOthers, lockCredentials } from './methods/passkey/passkey-store.ts';
import { countRecoveryCodes, deleteRecoveryCodes } from './methods/recovery-codes/recovery-code-store.ts';
import { makeRecoveryCodes } from './methods/recovery-codes/recovery-codes.ts';
import { getOwnSms } from './methods/sms-factor/manage-sms.ts';
import { beginTotp, findTotpSetup, type TotpSetup } from './methods/totp/begin-totp.ts';
import { checkTotp } from './methods/totp/check-totp.ts';
import { deleteTotp, findTotp } from './methods/totp/totp-store.ts';
import { recordFactor } from './record-factor.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/** What protects the account of whoever is signed in, beside the password. */
export async function getFactors(services: MessagingServices, { accountId }: SignedIn): Promise<Factors> {
  const { database, clock } = services;
  const [totp, recoveryCodes, trustedBrowsers, required, sms] = await Promise.all([
    findTotp(database, accountId),
    countRecoveryCodes(database, accountId),
    countTrustedDevices(database, accountId, clock.now()),
    isFactorRequired(database, accountId),
    getOwnSms(services, accountId),
  ]);
  const since = totp?.confirmedAt?.toISOString();
  return { totp: since ? { since } : null, recoveryCodes, trustedBrowsers, required, ...sms };
}

/** @throws AppError FACTOR-EXISTS */
export async function beginOwnTotp(services: MessagingServices, session: SignedIn): Promise<TotpSetup> {
  const { accountId, name } = session;
  const { productName: issuer } = await speakerOf(services, session);
  await beginTotp(services, services.database, accountId, services.clock.now());
  const [identifier] = await listVerifiedIdentifiers(services.database, accountId);
  const of = { accountId, label: identifier?.shown ?? name, issuer };
  const setup = await findTotpSetup(services, services.database, of);
  if (!setup) throw new AppError('FACTOR-EXISTS');
  return setup;
}

/** The first code of a new app; answers recovery codes to keep. @throws AppError FACTOR-WRONG, RATE-LIMITED */
export async function confirmOwnTotp(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  code: string,
): Promise<string[]> {
  const { accountId } = session;
  await services.rateLimits.consume(['second-factor.account', accountId]);
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  const codes = await services.database.transaction(async (tx) => {
    const context = { services, tx, accountId, now };
    if (!(await checkTotp(context, code, false))) throw new AppError('FACTOR-WRONG');
    const change = { accountId, factor: 'totp', what: 'added', productName, door } as const;
    await recordFactor(services, tx, caller, change, now);
    return makeRecoveryCodes(context);
  });
  await services.rateLimits.forget('second-factor.account', accountId);
  return codes;
}

/** Without any second step the account has no recovery codes either. @throws AppError NOT-FOUND, FACTOR-REQUIRED */
export async function removeOwnTotp(services: MessagingServices, caller: Caller, session: SignedIn): Promise<void> {
  const { accountId } = session;
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockCredentials(tx, accountId);
    const { passkeys } = await countOthers(tx, accountId, '');
    if (passkeys === 0 && (await isFactorRequired(tx, accountId))) throw new AppError('FACTOR-REQUIRED');
    if (!(await deleteTotp(tx, accountId))) throw new AppError('NOT-FOUND');
    // They stand in for whatever is left as well.
    if (passkeys === 0 && !(await countOthers(tx, accountId, '')).factor) await deleteRecoveryCodes(tx, accountId);
    await distrustDevices(tx, accountId);
    const change = { accountId, factor: 'totp', what: 'removed', productName, door } as const;
    await recordFactor(services, tx, caller, change, now);
  });
}

/** New codes; the ones before are worth nothing any more, and the owner is told (ASVS 6.3.7). */
export async function makeOwnRecoveryCodes(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
): Promise<string[]> {
  const { accountId } = session;
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const made = await makeRecoveryCodes({ services, tx, accountId, now });
    await endWaitingChanges(tx, [accountId], now);
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.recovery-codes-made', subject });
    const notice = { accountId, kind: 'recovery-codes-made', productName, organizationId: null, door } as const;
    await enqueueSecurityNotice(services, tx, caller, notice, now);
    return made;
  });
}

/** Every browser is asked for the second step again. */
export async function distrustOwnBrowsers(
  { database, clock }: MessagingServices,
  caller: Caller,
  { accountId }: SignedIn,
): Promise<void> {
  await database.transaction(async (tx) => {
    await distrustDevices(tx, accountId);
    const subject = { type: 'account', id: accountId };
    const event = { organizationId: null, action: 'account.browsers-distrusted', subject } as const;
    await recordAuditEvent(tx, caller, clock.now(), event);
  });
}
