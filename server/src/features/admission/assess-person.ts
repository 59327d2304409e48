import type { FlowKind, FlowStepName } from '@gatehouse/contract/flows';
import type { AdmissionRow } from './admission-row.ts';
import type { AccountFact, DeliveryFact } from './domain/facts.ts';
import { firstOpen, type OpenRequirement, type Requirement } from './domain/requirement.ts';
import { judgedRowOf } from './judged-person-read-model.ts';
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

/** Somebody whom a statement found that has {@link judgedPerson} joined to it; null where there is nobody to judge. */
export function assessPerson(found: Readonly<Record<string, unknown>>, now: Date): PersonSituation | null {
  const row = judgedRowOf(found);
  if (!row) return null;
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
