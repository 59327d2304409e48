import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  endPasswordLinks,
  findSpeaker,
  hashNewPassword,
  listVerifiedIdentifiers,
  upsertPassword,
} from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findAskedPasswords, isFactorRequired, strictestPasswordPolicy } from '../organizations/index.ts';
import { countOthers, lockCredentials } from './methods/passkey/passkey-store.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/**
 * The first password of whoever is signed in and has none. They stay signed in everywhere: nobody knew another one.
 * @throws AppError CONFLICT where there is one, REQUEST-INVALID (PASSWORD-... at `password`), BUSY
 */
export async function setFirstPassword(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  password: string,
): Promise<void> {
  const { accountId } = session;
  const [address] = await listVerifiedIdentifiers(services.database, accountId);
  if (!address) throw new AppError('FORBIDDEN');
  const set = { shown: address.shown, password, kind: 'password-set' } as const;
  const before: InTransaction = async (tx) => {
    await lockCredentials(tx, accountId);
    if ((await countOthers(tx, accountId, '')).password) throw new AppError('CONFLICT');
  };
  await keepOwnPassword(services, caller, session, set, { before });
}

type InTransaction = (tx: Transaction, now: Date) => Promise<unknown>;

type NewPassword = {
  /** What the person is found by, which the password may not hold. */
  readonly shown: string;
  readonly password: string;
  readonly kind: 'password-set' | 'password-changed';
};

/** Keeps a password by the rules of all organizations of its owner, and tells them. `before` and `after` it: in the same transaction. */
export async function keepOwnPassword(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  { shown, password, kind }: NewPassword,
  { before, after }: { readonly before?: InTransaction; readonly after?: InTransaction },
): Promise<void> {
  const { accountId } = session;
  const asked = await findAskedPasswords(services.database, accountId);
  const wanted = strictestPasswordPolicy(asked, await isFactorRequired(services.database, accountId));
  const { productName, door } = await findSpeaker(services.database, accountId, session.organizationId);
  const named = { organizationName: asked.map(({ name }) => name).join(' '), productName };
  const context = { email: shown, name: session.name, ...named };
  const hash = await hashNewPassword(services, password, wanted, context);
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await before?.(tx, now);
    await upsertPassword(tx, accountId, hash, now);
    await after?.(tx, now);
    await endPasswordLinks(tx, accountId, now);
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.password-set', subject });
    const notice = { accountId, kind, productName, organizationId: null, door } as const;
    await enqueueSecurityNotice(services, tx, caller, notice, now);
  });
}
