import type { MemberFilters } from '@gatehouse/contract/member-filters';
import { likePattern } from '../../platform/database/pages.ts';
import type { MemberNarrowing } from './member-list-read-model.ts';

/** Filters as the contract has them, as the statements of the list have them. */
export function narrowingOf({ q, ...filters }: MemberFilters): MemberNarrowing {
  const pattern = likePattern(q);
  return pattern === null ? filters : { ...filters, pattern };
}
