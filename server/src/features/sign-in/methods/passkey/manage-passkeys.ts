import type { Attestation, Passkey } from '@gatehouse/contract/passkeys';
import type { Caller, SignedIn } from '../../../../kernel/actor.ts';
import { AppError } from '../../../../kernel/app-error.ts';
import { describeDevice } from '../../../../kernel/device.ts';
import type { Transaction } from '../../../../platform/database/database.ts';
import { listVerifiedIdentifiers } from '../../../accounts/index.ts';
import type { MessagingServices } from '../../../notifications/index.ts';
import { isFactorRequired } from '../../../organizations/index.ts';
import { distrustDevices } from '../../../sessions/index.ts';
import { speakerOf } from '../../change-identifier.ts';
import { type FactorChange, recordFactor } from '../../record-factor.ts';
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
export async function askForOwnPasskey(services: MessagingServices, session: SignedIn) {
  const { accountId, name } = session;
  const { productName } = await speakerOf(services, session);
  const [identifier] = await listVerifiedIdentifiers(services.database, accountId);
  const account = { id: accountId, identifier: identifier?.shown ?? name, name, productName };
  return askForRegistration(services, services.database, { flowId: null, accountId }, account);
}

/** @throws AppError PASSKEY-WRONG, PASSKEY-TAKEN */
export async function addOwnPasskey(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  input: { readonly response: Attestation; readonly name?: string | undefined },
): Promise<Passkey> {
  const { accountId } = session;
  const checked = await checkRegistration(services, input.response);
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  const addition = { accountId, checked, name: input.name, productName, door };
  const added = await services.database.transaction((tx) =>
    addPasskey(services, tx, caller, { flowId: null, accountId }, addition, now),
  );
  return present(added);
}

type Speaker = Pick<FactorChange, 'productName' | 'door'>;

type Addition = Speaker & {
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
  { accountId, checked, name, productName, door }: Addition,
  now: Date,
): Promise<PasskeyView> {
  const { challengeHash: hash, ...credential } = checked;
  if (!(await consumeChallenge(tx, { hash, purpose: 'register', ...asked }, now))) throw new AppError('PASSKEY-WRONG');
  const passkey = { ...credential, accountId, name: name ?? describeDevice(caller.userAgent) };
  const added = await insertPasskey(tx, passkey, now);
  if (!added) throw new AppError('PASSKEY-TAKEN');
  const change = { accountId, factor: 'passkey', what: 'added', productName, door } as const;
  await recordFactor(services, tx, caller, change, now);
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
  session: SignedIn,
  id: string,
): Promise<void> {
  const { accountId } = session;
  const { productName, door } = await speakerOf(services, session);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockCredentials(tx, accountId);
    const others = await countOthers(tx, accountId, id);
    if (!(await deletePasskey(tx, id, accountId))) throw new AppError('NOT-FOUND');
    if (!others.password && others.passkeys === 0) throw new AppError('LAST-CREDENTIAL');
    const last = others.passkeys === 0 && !others.factor;
    if (last && (await isFactorRequired(tx, accountId))) throw new AppError('FACTOR-REQUIRED');
    await distrustDevices(tx, accountId);
    const change = { accountId, factor: 'passkey', what: 'removed', productName, door } as const;
    await recordFactor(services, tx, caller, change, now);
  });
}

function present({ createdAt, lastUsedAt, ...row }: PasskeyView): Passkey {
  return { ...row, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
