import type { MemberFilters } from '@gatehouse/contract/member-filters';
import { readWords } from '../../platform/database/pages.ts';
import type { MemberNarrowing } from './member-list-read-model.ts';

/** Filters as the contract has them, as the statements of the list have them. */
export function narrowingOf({ q, ...filters }: MemberFilters): MemberNarrowing {
  const words = readWords(q);
  return words === null ? filters : { ...filters, words };
}
