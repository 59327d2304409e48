import type { Role } from '@gatehouse/contract/roles';
import type { Caller } from '../../kernel/actor.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Services } from '../../platform/services.ts';
import { assessPerson, type PersonSituation } from '../admission/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { lockedUntil } from '../sign-in/index.ts';
import type { Findings } from './domain/findings.ts';
import { type NearMatch, type Nearness, nearnessOf } from './domain/near-match.ts';
import { readIdentifier, shownIdentifier } from './domain/read-identifier.ts';
import { findTarget } from './find-target.ts';
import { type LookedAt, lookAtPerson, type PersonRow } from './person-read-model.ts';

export type FindServices = Pick<MessagingServices, 'database' | 'clock' | 'secretBox' | 'rateLimits' | 'notifications'>;

/** Somebody, as far as one organization may know; `row` is null where there is nobody, or several. */
export type FoundPerson = {
  /** What may be told of the identifier. */
  readonly shown: string;
  readonly row: (LookedAt & Record<string, unknown>) | null;
  readonly person: PersonSituation | null;
  readonly findings: Findings;
  readonly nearMatches: readonly NearMatch[];
};

/** How a look stands in the audit log. `once`: not again within ten minutes for whoever looks at the same person. */
export type Recorded = { readonly action: 'diagnosis.viewed' | 'diagnosis.page-viewed'; readonly once: boolean };
const EVERY_LOOK: Recorded = { action: 'diagnosis.viewed', once: false };

/** How far back failed attempts to sign in are told. */
const ATTEMPTS_DAYS = 30;

/**
 * Everything that an organization has on whom an identifier is about, judged by the one function that lets people in. For
 * an address it is one statement, the record that somebody looked included. Nothing of other organizations is told: a
 * person is known only who is a member here, was invited from here, or asks to join.
 * @throws AppError RATE-LIMITED where references are tried one after the other
 */
export async function findPerson(
  services: FindServices,
  caller: Caller,
  organizationId: string,
  typed: string,
  recorded: Recorded = EVERY_LOOK,
): Promise<FoundPerson> {
  const now = services.clock.now();
  const identifier = readIdentifier(typed);
  const target = await findTarget(services, caller, organizationId, identifier);
  const otherwise = shownIdentifier(identifier, target.stop !== null);
  const look = { ...target, otherwise, attemptsSince: after(now, -ATTEMPTS_DAYS * DAY), recorded };
  const found = target.isNobody ? null : await lookAtPerson(services.database, caller, organizationId, look, now);
  if (!found) await recordLook(services, caller, organizationId, otherwise);
  const isStranger = target.isHidden && !found?.known;
  const row = isStranger ? null : found;
  const person = row && assessPerson(row, now);
  const held = row && (await lockOf(services, row));
  const stop = isStranger ? null : target.stop;
  return {
    shown: found?.told ?? otherwise,
    row,
    person,
    findings: {
      ...findingsOf(services, row, person),
      printed: printedOf(row, now),
      lockedUntil: held,
      stop,
      typed: identifier.kind,
    },
    nearMatches: [...target.candidates, ...nearOf(row)].slice(0, 8),
  };
}

/** Until when passwords for this address are not looked at: asked only of those who have failed. */
async function lockOf(services: FindServices, { canonical, accountId, attempts }: LookedAt) {
  const failed = accountId !== null && attempts?.[0]?.result === 'failure';
  return failed && canonical ? lockedUntil(services, { accountId, canonical }) : null;
}

const SURENESS: readonly Nearness[] = [
  'same-mailbox',
  'swapped',
  'digits-swapped',
  'one-letter',
  'one-digit',
  'top-level-domain',
  'domain',
];

function nearOf(row: LookedAt | null): NearMatch[] {
  const { canonical } = row ?? {};
  if (!canonical) return [];
  const near = (row?.near ?? []).flatMap(({ address, name }) => {
    const nearness = nearnessOf(canonical, address);
    return nearness ? [{ identifier: address, name, nearness }] : [];
  });
  return near.sort((first, other) => SURENESS.indexOf(first.nearness) - SURENESS.indexOf(other.nearness));
}

function printedOf(row: LookedAt | null, now: Date): Findings['printed'] {
  if (!row?.printed) return null;
  const { at, by, until } = row.printed;
  return { at: new Date(at), by: by ?? '–', until: new Date(until), isOver: new Date(until) <= now };
}

type Facts = Omit<Findings, 'stop' | 'typed' | 'lockedUntil' | 'printed'>;

/** What is known of a person; what only a look reads may be left out. */
export function findingsOf(
  { notifications }: Pick<FindServices, 'notifications'>,
  row: (PersonRow & Partial<LookedAt>) | null,
  person: PersonSituation | null,
): Facts {
  const delivery = person?.delivery ?? null;
  const codes = row?.wrongCodes;
  return {
    address: row?.shown ?? null,
    invitation: row?.invitationId ? { ...row, id: row.invitationId } : null,
    member: memberOf(row),
    joinRequest: row?.joinRequestId ? { id: row.joinRequestId, state: row.joinRequestState ?? '' } : null,
    approvalId: row?.approvalId ?? null,
    suppressed: row?.suppressed ?? false,
    begunAt: row?.begunAt ?? null,
    delivery: delivery && { ...delivery, receipt: notifications.receiptOf(delivery) },
    account: person?.account ?? null,
    secondFactorAt: secondFactorOf(person),
    attempts: timed(row?.attempts),
    wrongCodes: { count: codes?.count ?? 0, at: codes?.at ? new Date(codes.at) : null },
    stops: timed(row?.stops),
    limited: person?.requirements.some(({ name }) => name === 'seat-available') === true,
    missing: (person?.requirements ?? []).flatMap((each) => (each.state === 'met' ? [] : [each])),
  };
}

function secondFactorOf(person: PersonSituation | null): Date | null {
  const found = person?.requirements.find(({ name }) => name === 'second-factor');
  return found?.state === 'met' ? found.since : null;
}

function memberOf(row: PersonRow | null): Findings['member'] {
  if (!row?.memberId || !row.memberState) return null;
  const roles: readonly Role[] = row.memberRoles ?? [];
  return { id: row.memberId, state: row.memberState, roles };
}

/** Times inside of JSON come as text. */
function timed<T extends { at: string }>(rows: readonly T[] | null | undefined) {
  return (rows ?? []).map((each) => ({ ...each, at: new Date(each.at) }));
}

/** Every look is recorded, also one that leads to nobody. */
async function recordLook(
  services: Pick<Services, 'database' | 'clock'>,
  caller: Caller,
  organizationId: string,
  shown: string,
): Promise<void> {
  const subject = { type: 'address', id: shown.slice(0, 254) };
  const event = { organizationId, action: 'diagnosis.viewed', subject, change: { identifier: shown } } as const;
  await services.database.transaction((tx) => recordAuditEvent(tx, caller, services.clock.now(), event));
}
