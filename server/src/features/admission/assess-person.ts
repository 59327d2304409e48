import type { AccountFact, DeliveryFact } from './domain/facts.ts';
import { firstOpen, type OpenRequirement, type Requirement } from './domain/requirement.ts';
import { judgedRowOf } from './judged-person-read-model.ts';
import { judgeFromOutside } from './load-situation.ts';

/** How somebody stands, as the console asks it: without any browser of theirs. */
export type PersonSituation = {
  readonly requirements: readonly Requirement[];
  /** What stands between them and being in; null when nothing does. */
  readonly open: OpenRequirement | null;
  readonly account: AccountFact | null;
  readonly delivery: DeliveryFact | null;
};

/** Somebody whom a statement found that has {@link judgedPerson} joined to it; null where there is nobody to judge. */
export function assessPerson(found: Readonly<Record<string, unknown>>, now: Date): PersonSituation | null {
  const row = judgedRowOf(found);
  if (!row) return null;
  const { facts, requirements } = judgeFromOutside(row, now);
  const open = firstOpen(requirements);
  const { account } = facts;
  return { requirements, open, account, delivery: facts.invitation?.delivery ?? null };
}
