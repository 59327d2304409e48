import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import type { Caller } from '../../kernel/actor.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Services } from '../../platform/services.ts';
import { assessInvitation, assessMember, type PersonSituation } from '../admission/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { type Findings, isKnown } from './domain/findings.ts';
import type { Asker } from './domain/fixes.ts';
import { type NearMatch, type Nearness, nearnessOf } from './domain/near-match.ts';
import { readIdentifier, shownIdentifier } from './domain/read-identifier.ts';
import { findTarget } from './find-target.ts';
import { findPerson, type PersonRow } from './person-read-model.ts';
import { presentDiagnosis } from './present-diagnosis.ts';

type DiagnosisServices = Pick<Services, 'database' | 'clock' | 'secretBox' | 'rateLimits' | 'publicUrl'>;

/** How far back failed attempts to sign in are told. */
const ATTEMPTS_DAYS = 30;

/**
 * Why somebody cannot get in: everything that this organization has on them, judged by the one function that lets
 * people in. Two statements for an address, and the record that somebody looked. Nothing of other organizations is
 * told: a person is known only who is a member here, was invited from here, or asks to join.
 */
export async function diagnose(
  services: DiagnosisServices,
  caller: Caller,
  asker: Asker,
  typed: string,
): Promise<Diagnosis> {
  const identifier = readIdentifier(typed);
  const { organizationId } = asker;
  const target = await findTarget(services, caller, organizationId, identifier);
  const attemptsSince = after(services.clock.now(), -ATTEMPTS_DAYS * DAY);
  const found = target.isNobody
    ? null
    : await findPerson(services.database, organizationId, { ...target, attemptsSince });
  const isStranger = target.isHidden && (!found || !isKnown(findingsOf(found, null)));
  const row = isStranger ? null : found;
  const stop = isStranger ? null : target.stop;
  const person = row && (await assessPerson(services, organizationId, row));
  const nearMatches = [...target.candidates, ...nearOf(row)].slice(0, 8);
  const shown = shownIdentifier(identifier, { address: row?.shown ?? null, isFound: stop !== null });
  await record(services, caller, organizationId, row, shown);
  const findings = { ...findingsOf(row, person), stop, typed: identifier.kind };
  const context = { caller, asker, publicUrl: services.publicUrl, now: services.clock.now() };
  return presentDiagnosis({ shown, row, person, findings, nearMatches }, context);
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

function assessPerson(services: DiagnosisServices, organizationId: string, row: PersonRow) {
  const { invitationId, flowId, accountId, memberState } = row;
  const isHere = accountId !== null && (memberState !== null || row.joinRequestId !== null);
  const hasComeIn = memberState === 'active' || memberState === 'suspended';
  if (invitationId && (!hasComeIn || row.state === 'accepted'))
    return assessInvitation(services, { invitationId, flowId });
  return isHere ? assessMember(services, { organizationId, accountId }) : null;
}

function findingsOf(row: PersonRow | null, person: PersonSituation | null): Omit<Findings, 'stop' | 'typed'> {
  const open = person?.open ?? null;
  return {
    address: row?.shown ?? null,
    invitation: row?.invitationId ? { ...row, id: row.invitationId } : null,
    member: row?.memberId && row.memberState ? { id: row.memberId, state: row.memberState } : null,
    joinRequest: row?.joinRequestId ? { id: row.joinRequestId, state: row.joinRequestState ?? '' } : null,
    suppressed: row?.suppressed ?? false,
    begunAt: row?.begunAt ?? null,
    delivery: person?.delivery ?? null,
    account: person?.account ?? null,
    attempts: (row?.attempts ?? []).map((attempt) => ({ ...attempt, at: new Date(attempt.at) })),
    open,
  };
}

/** Every look is recorded, also one that finds nobody. */
async function record(
  services: DiagnosisServices,
  caller: Caller,
  organizationId: string,
  row: PersonRow | null,
  shown: string,
): Promise<void> {
  const subject =
    row?.memberId && row.accountId
      ? { type: 'account', id: row.accountId }
      : { type: row?.invitationId ? 'invitation' : 'address', id: row?.invitationId ?? shown.slice(0, 254) };
  await services.database.transaction((tx) =>
    recordAuditEvent(tx, caller, services.clock.now(), {
      organizationId,
      action: 'diagnosis.viewed',
      subject,
      change: { identifier: shown },
    }),
  );
}
