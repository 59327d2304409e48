import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import type { Caller } from '../../kernel/actor.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { assessPerson, type PersonSituation } from '../admission/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { Findings } from './domain/findings.ts';
import type { Asker } from './domain/fixes.ts';
import { type NearMatch, type Nearness, nearnessOf } from './domain/near-match.ts';
import { readIdentifier, shownIdentifier } from './domain/read-identifier.ts';
import { findTarget } from './find-target.ts';
import { lookAtPerson, type PersonRow } from './person-read-model.ts';
import { presentDiagnosis } from './present-diagnosis.ts';

type DiagnosisServices = Pick<
  MessagingServices,
  'database' | 'clock' | 'secretBox' | 'rateLimits' | 'publicUrl' | 'notifications'
>;

/** How far back failed attempts to sign in are told. */
const ATTEMPTS_DAYS = 30;

/**
 * Why somebody cannot get in: everything that this organization has on them, judged by the one function that lets
 * people in. For an address it is one statement, the record that somebody looked included. Nothing of other organizations
 * is told: a person is known only who is a member here, was invited from here, or asks to join.
 * @throws AppError RATE-LIMITED where references are tried one after the other
 */
export async function diagnose(
  services: DiagnosisServices,
  caller: Caller,
  asker: Asker,
  typed: string,
): Promise<Diagnosis> {
  const now = services.clock.now();
  const identifier = readIdentifier(typed);
  const { organizationId } = asker;
  const target = await findTarget(services, caller, organizationId, identifier);
  const otherwise = shownIdentifier(identifier, target.stop !== null);
  const attemptsSince = after(now, -ATTEMPTS_DAYS * DAY);
  const look = { ...target, otherwise, attemptsSince };
  const found = target.isNobody ? null : await lookAtPerson(services.database, caller, organizationId, look, now);
  if (!found) await recordLook(services, caller, organizationId, otherwise);
  const isStranger = target.isHidden && !found?.known;
  const row = isStranger ? null : found;
  const stop = isStranger ? null : target.stop;
  const person = row && assessPerson(row, now);
  const nearMatches = [...target.candidates, ...nearOf(row)].slice(0, 8);
  const findings = { ...findingsOf(services, row, person), stop, typed: identifier.kind };
  const context = { caller, asker, publicUrl: services.publicUrl, now };
  return presentDiagnosis({ shown: found?.told ?? otherwise, row, person, findings, nearMatches }, context);
}

const SURENESS: readonly Nearness[] = ['same-mailbox', 'swapped', 'one-letter', 'top-level-domain', 'domain'];

function nearOf(row: PersonRow | null): NearMatch[] {
  const { canonical } = row ?? {};
  if (!canonical) return [];
  const near = (row?.near ?? []).flatMap(({ address, name }) => {
    const nearness = nearnessOf(canonical, address);
    return nearness ? [{ identifier: address, name, nearness }] : [];
  });
  return near.sort((first, other) => SURENESS.indexOf(first.nearness) - SURENESS.indexOf(other.nearness));
}

function findingsOf(
  { notifications }: Pick<DiagnosisServices, 'notifications'>,
  row: PersonRow | null,
  person: PersonSituation | null,
): Omit<Findings, 'stop' | 'typed'> {
  const open = person?.open ?? null;
  const delivery = person?.delivery ?? null;
  return {
    address: row?.shown ?? null,
    invitation: row?.invitationId ? { ...row, id: row.invitationId } : null,
    member: row?.memberId && row.memberState ? { id: row.memberId, state: row.memberState } : null,
    joinRequest: row?.joinRequestId ? { id: row.joinRequestId, state: row.joinRequestState ?? '' } : null,
    suppressed: row?.suppressed ?? false,
    begunAt: row?.begunAt ?? null,
    delivery: delivery && { ...delivery, receipt: notifications.receiptOf(delivery) },
    account: person?.account ?? null,
    attempts: (row?.attempts ?? []).map((attempt) => ({ ...attempt, at: new Date(attempt.at) })),
    open,
  };
}

/** Every look is recorded, also one that leads to nobody. */
async function recordLook(
  services: DiagnosisServices,
  caller: Caller,
  organizationId: string,
  shown: string,
): Promise<void> {
  const subject = { type: 'address', id: shown.slice(0, 254) };
  const event = { organizationId, action: 'diagnosis.viewed', subject, change: { identifier: shown } } as const;
  await services.database.transaction((tx) => recordAuditEvent(tx, caller, services.clock.now(), event));
}
