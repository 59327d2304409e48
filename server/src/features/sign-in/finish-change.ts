import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError, isAppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  type ChangeAddress,
  claimAddress,
  endWaitingChanges,
  finishChange,
  type IdentifierChange,
  listIdentifiers,
  lockIdentifiers,
  makePrimary,
  removeIdentifier,
} from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { endSessionsOf } from '../sessions/index.ts';
import { findOwnChange, speakerOf } from './change-identifier.ts';
import { tellOfChange } from './identifier-messages.ts';
import { checkCode } from './methods/one-time-code/check-code.ts';
import { newNoticeSecret } from './notice-secret.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';

/** How long whoever had the former address can take a change back. */
export const UNDO_LIFE = 7 * DAY;

/** The secret that takes a change back: told to the former addresses, kept as its hash. */
export function newUndo(services: Pick<MessagingServices, 'secretBox'>, now: Date) {
  const { secret, hash } = newNoticeSecret(services);
  return { token: secret, hash, until: after(now, UNDO_LIFE) };
}

/**
 * The code of a change: the address is the account's from now on, and in the place of the former one where it was to replace
 * it. Only the session that asked for the code can type it (ASVS 6.6.2). A number that somebody else had moves here
 * (scenario 23); whoever had only typed the address loses what they planted (security.md A3).
 * @throws AppError NOT-FOUND, CODE-..., IDENTIFIER-TAKEN, RATE-LIMITED
 */
export async function confirmChange(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  id: string,
  code: string,
): Promise<void> {
  await services.rateLimits.consume(['code.network', networkOf(caller.ip)]);
  const now = services.clock.now();
  const speaker = await speakerOf(services, session);
  const problem = await services.database
    .transaction(async (tx) => {
      await lockIdentifiers(tx, session.accountId);
      const change = await findOwnChange(tx, session, id, now);
      if (change.sessionId !== session.sessionId) throw new AppError('NOT-FOUND');
      const target = { flowId: id, purpose: 'add-address', destination: change.canonical, others: [] } as const;
      const { problem: wrong } = await checkCode(services, tx, target, code, now);
      if (!wrong) await takeOver(services, tx, caller, { change, sessionId: session.sessionId, ...speaker }, now);
      return wrong;
    })
    .catch(async (error: unknown) => {
      // Proven, and somebody else's: there is nothing more to come of it.
      if (isAppError(error, 'IDENTIFIER-TAKEN'))
        await endWaitingChanges(services.database, [session.accountId], now, id);
      throw error;
    });
  if (problem) throw problem;
}

type TakeOver = {
  readonly change: IdentifierChange;
  readonly sessionId: string;
  readonly productName: string;
  readonly door: string | null;
};

async function takeOver(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { change, sessionId, productName, door }: TakeOver,
  now: Date,
): Promise<void> {
  const { id, accountId, act, kind, canonical, shown, formerCanonical, formerShown } = change;
  const before = await listIdentifiers(tx, accountId);
  const undo = newUndo(services, now);
  if (!(await finishChange(tx, { id, sessionId }, undo, now))) throw new AppError('CONFLICT');
  await claimProven(services, tx, caller, { accountId, address: { canonical, shown }, productName, door }, now);
  if (act === 'replace' && formerCanonical !== null) {
    await makePrimary(tx, accountId, canonical);
    await removeIdentifier(tx, accountId, formerCanonical);
  }
  const former = formerCanonical === null ? null : { canonical: formerCanonical, shown: formerShown ?? '' };
  await recordIdentifierAct(tx, caller, { accountId, act, kind }, now);
  const told = { accountId, act, to: { canonical, shown }, former, before, productName, door, undo };
  await tellOfChange(services, tx, caller, told, now);
}

type Proven = {
  readonly accountId: string;
  readonly address: ChangeAddress;
  readonly productName: string;
  readonly door: string | null;
};

/**
 * An address that was just proven is the account's. Whoever had only typed it is signed out, whoever had the number until now
 * is told. @throws AppError IDENTIFIER-TAKEN
 */
export async function claimProven(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, address, productName, door }: Proven,
  now: Date,
): Promise<void> {
  const claim = { address, by: 'code', accountId, name: '', locale: null } as const;
  const { removedAccounts, movedFrom } = await claimAddress(tx, caller, claim, now);
  await endSessionsOf(tx, removedAccounts, now);
  if (movedFrom === null) return;
  const notice = { accountId: movedFrom, kind: 'number-moved', address: address.shown, productName, door } as const;
  await enqueueSecurityNotice(services, tx, caller, { ...notice, organizationId: null }, now);
}

/** What became of an address of an account; the address itself stands in no log. */
export async function recordIdentifierAct(
  tx: Transaction,
  caller: Caller,
  { accountId, act, kind }: Pick<IdentifierChange, 'accountId' | 'act' | 'kind'>,
  now: Date,
): Promise<void> {
  const subject = { type: 'account', id: accountId };
  const action = 'account.identifier-changed';
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject, change: { act, kind } });
}
