import type { IdentifierChange as ChangeView } from '@gatehouse/contract/identifiers';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  type Address,
  endWaitingChanges,
  findSpeaker,
  type IdentifierChange,
  type IdentifierRow,
  insertChange,
  listIdentifiers,
  listWaitingChanges,
  lockIdentifiers,
  takeUpChange,
  wishedChange,
} from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { readIdentifier } from '../organizations/index.ts';
import { nextCodeAt, sendCode } from './methods/one-time-code/send-code.ts';

/** How long a change waits for its code; within that time codes can be sent again. */
const CHANGE_LIFE = HOUR;

/** For whom messages of an account speak: the organization that is worked in. */
export function speakerOf({ database }: MessagingServices, { accountId, organizationId }: SignedIn) {
  return findSpeaker(database, accountId, organizationId);
}

/**
 * A new address, alone or in the place of another: it counts once the code that goes there was typed in this session.
 * Whether somebody else has it is told to nobody who has not proven it (security.md A34).
 * @throws AppError REQUEST-INVALID (EMAIL-..., PHONE-..., IDENTIFIER-YOURS at `identifier`), NOT-FOUND, SEND-LIMIT, RATE-LIMITED
 */
export async function beginChange(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  input: { readonly identifier: string; readonly replaces?: string | undefined },
): Promise<ChangeView> {
  const address = await readIdentifier(services, caller.locale, input.identifier);
  await countSending(services, caller, session);
  const now = services.clock.now();
  const speaker = await speakerOf(services, session);
  const id = await services.database.transaction(async (tx) => {
    await lockIdentifiers(tx, session.accountId);
    const mine = await listIdentifiers(tx, session.accountId);
    const replaced = findReplaced(mine, address, input.replaces);
    const change = {
      ...wishedChange(session.accountId, address, mine, replaced),
      sessionId: session.sessionId,
      asked: null,
      expiresAt: after(now, CHANGE_LIFE),
      done: null,
    };
    const changeId = await insertChange(tx, change, now);
    await sendChangeCode(services, tx, caller, { id: changeId, ...address, ...speaker }, now);
    return changeId;
  });
  return getChange(services, session, id);
}

function findReplaced(
  mine: readonly IdentifierRow[],
  address: Address,
  replaces: string | undefined,
): IdentifierRow | null {
  if (mine.some(({ canonical, verified }) => verified && canonical === address.canonical)) {
    throw fieldProblem('identifier', 'IDENTIFIER-YOURS');
  }
  if (replaces === undefined) return null;
  const replaced = mine.find(({ id, kind, verified }) => id === replaces && kind === address.kind && verified);
  if (!replaced) throw fieldProblem('replaces', 'FIELD-INVALID');
  return replaced;
}

function fieldProblem(path: string, code: 'FIELD-INVALID' | 'IDENTIFIER-YOURS'): AppError {
  return new AppError('REQUEST-INVALID', {}, [{ path, code, params: {} }]);
}

/** The code once more; a change that an administrator asked for is taken up by it. @throws AppError NOT-FOUND, SEND-LIMIT */
export async function resendChangeCode(
  services: MessagingServices,
  caller: Caller,
  session: SignedIn,
  id: string,
): Promise<ChangeView> {
  await countSending(services, caller, session);
  const now = services.clock.now();
  const speaker = await speakerOf(services, session);
  await services.database.transaction(async (tx) => {
    await lockIdentifiers(tx, session.accountId);
    const change = await findOwnChange(tx, session, id, now);
    if (change.sessionId === null) await takeUpChange(tx, id, session.sessionId);
    else if (change.sessionId !== session.sessionId) throw new AppError('NOT-FOUND');
    await sendChangeCode(services, tx, caller, { ...change, ...speaker }, now);
  });
  return getChange(services, session, id);
}

async function countSending(services: MessagingServices, caller: Caller, session: SignedIn): Promise<void> {
  await services.rateLimits.consume(
    ['identifier-change.account', session.accountId],
    ['send.network', networkOf(caller.ip)],
  );
}

type Sending = {
  readonly id: string;
  readonly canonical: string;
  readonly shown: string;
  readonly door: string | null;
  readonly productName: string;
  readonly senderName: string;
};

async function sendChangeCode(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { id, canonical, shown, ...speaker }: Sending,
  now: Date,
): Promise<void> {
  const request = {
    ...speaker,
    flowId: id,
    purpose: 'add-address',
    to: { canonical, shown },
    deliver: true,
    organizationId: null,
    locale: caller.locale,
  } as const;
  const result = await sendCode(services, tx, caller, request, now);
  if (!result.sent) throw new AppError('SEND-LIMIT', { time: result.nextAt.toISOString() });
}

/** One that waits. @throws AppError NOT-FOUND */
export async function findOwnChange(
  tx: Transaction,
  { accountId }: SignedIn,
  id: string,
  now: Date,
): Promise<IdentifierChange> {
  const [change] = await listWaitingChanges(tx, accountId, now, id);
  if (!change) throw new AppError('NOT-FOUND');
  return change;
}

async function getChange(services: MessagingServices, session: SignedIn, id: string): Promise<ChangeView> {
  const [change] = await listWaitingChanges(services.database, session.accountId, services.clock.now(), id);
  if (!change) throw new AppError('NOT-FOUND');
  return presentChange(services, session, change);
}

/** A change as its owner sees it. */
export async function presentChange(
  services: MessagingServices,
  session: SignedIn,
  change: IdentifierChange,
): Promise<ChangeView> {
  const now = services.clock.now();
  const target = { flowId: change.id, destination: change.canonical, organizationId: null };
  const resendAt = await nextCodeAt(services, services.database, target, now);
  return {
    id: change.id,
    kind: change.kind,
    to: change.shown,
    replaces: change.act === 'replace' ? change.formerShown : null,
    askedBy: change.askedBy,
    begun: change.sessionId === session.sessionId,
    resendAt: resendAt.toISOString(),
    expiresAt: change.expiresAt.toISOString(),
  };
}

/** Gives a change up. @throws AppError NOT-FOUND */
export async function cancelChange(services: MessagingServices, session: SignedIn, id: string): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await findOwnChange(tx, session, id, now);
    await endWaitingChanges(tx, [session.accountId], now, id);
  });
}
