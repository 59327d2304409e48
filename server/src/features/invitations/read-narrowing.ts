import type { InvitationFilters } from '@gatehouse/contract/invitation-filters';
import { readWords } from '../../platform/database/pages.ts';
import type { Narrowing } from './invitation-filter-read-model.ts';

/** Filters as the contract has them, as the statements of the list have them. */
export function narrowingOf({ q, ...filters }: InvitationFilters): Narrowing {
  const search = readWords(q);
  return { ...filters, ...(search === null ? {} : { words: { search, digits: digitsPattern(q) } }) };
}

/** Two digits are no number that anybody looks for; a zero in front is dialled inside a country only. */
function digitsPattern(typed: string | undefined): string | null {
  const text = typed?.normalize('NFKC') ?? '';
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return /^[\d\s+().-]+$/.test(text) && digits.length > 2 ? `%${digits}%` : null;
}
