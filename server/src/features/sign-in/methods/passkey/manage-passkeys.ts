import type { Attestation, Passkey } from '@gatehouse/contract/passkeys';
import type { Caller, SignedIn } from '../../../../kernel/actor.ts';
import { AppError } from '../../../../kernel/app-error.ts';
import { describeDevice } from '../../../../kernel/device.ts';
import type { Transaction } from '../../../../platform/database/database.ts';
import { endWaitingChanges, listVerifiedIdentifiers } from '../../../accounts/index.ts';
import { recordAuditEvent } from '../../../audit/index.ts';
import type { MessagingServices } from '../../../notifications/index.ts';
import { isFactorRequired } from '../../../organizations/index.ts';
import { distrustDevices } from '../../../sessions/index.ts';
import { enqueueSecurityNotice } from '../../sign-in-messages.ts';
import { type CheckedRegistration, checkRegistration } from './check-passkey.ts';
import { type Asked, askForRegistration } from './passkey-options.ts';
import {
  consumeChallenge,
  countOthers,
  deletePasskey,
  insertPasskey,
  listPasskeys,
  lockCredentials,
  type PasskeyView,
  renamePasskey,
} from './passkey-store.ts';

export async function listOwnPasskeys(services: MessagingServices, { accountId }: SignedIn): Promise<Passkey[]> {
  return (await listPasskeys(services.database, accountId)).map(present);
}

/** The question of a registration from the portal. */
export async function askForOwnPasskey(services: MessagingServices, { accountId, name }: SignedIn) {
  const [identifier] = await listVerifiedIdentifiers(services.database, accountId);
  const account = { id: accountId, identifier: identifier?.shown ?? name, name, productName: 'Gatehouse' };
  return askForRegistration(services, services.database, { flowId: null, accountId }, account);
}

/** @throws AppError PASSKEY-WRONG, PASSKEY-TAKEN */
export async function addOwnPasskey(
  services: MessagingServices,
  caller: Caller,
  { accountId }: SignedIn,
  input: { readonly response: Attestation; readonly name?: string | undefined },
): Promise<Passkey> {
  const checked = await checkRegistration(services, input.response);
  const now = services.clock.now();
  const added = await services.database.transaction((tx) =>
    addPasskey(services, tx, caller, { flowId: null, accountId }, { accountId, checked, name: input.name }, now),
  );
  services.wakeWorker();
  return present(added);
}

type Addition = {
  readonly accountId: string;
  readonly checked: CheckedRegistration;
  readonly name?: string | undefined;
};

/**
 * Stores a new passkey, once its question is used up, with its record and the notice to its owner.
 * @throws AppError PASSKEY-WRONG when the question was another's, used, or too old; PASSKEY-TAKEN
 */
export async function addPasskey(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  asked: Asked,
  { accountId, checked, name }: Addition,
  now: Date,
): Promise<PasskeyView> {
  const { challengeHash: hash, ...credential } = checked;
  if (!(await consumeChallenge(tx, { hash, purpose: 'register', ...asked }, now))) throw new AppError('PASSKEY-WRONG');
  const passkey = { ...credential, accountId, name: name ?? describeDevice(caller.userAgent) };
  const added = await insertPasskey(tx, passkey, now);
  if (!added) throw new AppError('PASSKEY-TAKEN');
  await record(services, tx, caller, accountId, 'added', now);
  return added;
}

/** @throws AppError NOT-FOUND */
export async function renameOwnPasskey(
  services: MessagingServices,
  { accountId }: SignedIn,
  id: string,
  name: string,
): Promise<Passkey> {
  const renamed = await renamePasskey(services.database, { id, accountId }, name);
  if (!renamed) throw new AppError('NOT-FOUND');
  return present(renamed);
}

/** @throws AppError NOT-FOUND, LAST-CREDENTIAL, FACTOR-REQUIRED */
export async function removeOwnPasskey(
  services: MessagingServices,
  caller: Caller,
  { accountId }: SignedIn,
  id: string,
): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockCredentials(tx, accountId);
    const others = await countOthers(tx, accountId, id);
    if (!(await deletePasskey(tx, id, accountId))) throw new AppError('NOT-FOUND');
    if (!others.password && others.passkeys === 0) throw new AppError('LAST-CREDENTIAL');
    const last = others.passkeys === 0 && !others.factor;
    if (last && (await isFactorRequired(tx, accountId))) throw new AppError('FACTOR-REQUIRED');
    await distrustDevices(tx, accountId);
    await record(services, tx, caller, accountId, 'removed', now);
  });
  services.wakeWorker();
}

async function record(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  accountId: string,
  what: 'added' | 'removed',
  now: Date,
): Promise<void> {
  const subject = { type: 'account', id: accountId };
  const action = `account.factor-${what}` as const;
  await endWaitingChanges(tx, [accountId], now);
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject, change: { factor: 'passkey' } });
  const notice = { accountId, kind: `passkey-${what}`, productName: 'Gatehouse', organizationId: null } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}

function present({ createdAt, lastUsedAt, ...row }: PasskeyView): Passkey {
  return { ...row, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
