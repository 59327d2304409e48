import type { FlowKind, FlowStepName } from '@gatehouse/contract/flows';
import type { Services } from '../../platform/services.ts';
import { loadFlow, loadInvitations, loadMember } from './admission-read-model.ts';
import type { AdmissionRow } from './admission-row.ts';
import type { AccountFact, DeliveryFact } from './domain/facts.ts';
import { firstOpen, type OpenRequirement, type Requirement } from './domain/requirement.ts';
import { judge, judgeFromOutside } from './load-situation.ts';

/** How somebody stands, as the console asks it: without any browser of theirs. */
export type PersonSituation = {
  readonly requirements: readonly Requirement[];
  /** What stands between them and being in; null when nothing does. */
  readonly open: OpenRequirement | null;
  readonly account: AccountFact | null;
  readonly delivery: DeliveryFact | null;
  /** The page that they would come to now; null where nothing has reached them that leads to one. */
  readonly seen: { readonly flow: FlowKind; readonly step: FlowStepName } | null;
};

type Reader = Pick<Services, 'database' | 'clock'>;

/** Somebody who was invited. `flowId`: the newest way in that they began and did not end; null for none. */
export async function assessInvitation(
  services: Reader,
  of: { readonly invitationId: string; readonly flowId: string | null },
): Promise<PersonSituation | null> {
  const { database, clock } = services;
  const row = of.flowId ? await loadFlow(database, of.flowId) : (await loadInvitations(database, [of.invitationId]))[0];
  return row ? personOf(row, clock.now()) : null;
}

/** A member of an organization, or somebody who was one or asks to be one. */
export async function assessMember(
  services: Reader,
  of: { readonly organizationId: string; readonly accountId: string },
): Promise<PersonSituation | null> {
  const row = await loadMember(services.database, of);
  return row && personOf(row, services.clock.now());
}

function personOf(row: AdmissionRow, now: Date): PersonSituation {
  const { facts, requirements } = judgeFromOutside(row, now);
  const open = firstOpen(requirements);
  const { account } = facts;
  return { requirements, open, account, delivery: facts.invitation?.delivery ?? null, seen: seenBy(row, open, now) };
}

function seenBy(row: AdmissionRow, open: OpenRequirement | null, now: Date): PersonSituation['seen'] {
  if (row.invitationId === null || row.state === 'accepted') return { flow: 'sign-in', step: 'identify' };
  if (open?.name === 'message-delivered') return null;
  if (row.flowId !== null) return { flow: 'invitation', step: judge(row, null, false, now).next.name };
  return { flow: 'invitation', step: open?.state === 'blocked' ? 'stopped' : 'accept' };
}
