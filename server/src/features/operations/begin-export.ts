import { EXPORTS } from '@gatehouse/contract/export-filters';
import type { ExportOf } from '@gatehouse/contract/exports';
import type { Ability } from '@gatehouse/contract/route';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { parseInput } from '../../platform/validation/parse-input.ts';
import { beginOperation } from './begin-operation.ts';

/** What an export keeps of what was asked for: filters as they stand in an address, and the language of its words. */
export type ExportInput = {
  readonly filters: Readonly<Record<string, string>>;
  /** Instead of filters: rows that were chosen one by one. */
  readonly ids?: readonly string[];
  readonly locale: Caller['locale'];
};

export type IsAllowed = (membership: MembershipView, ability: Ability) => boolean;

/**
 * Owes the file of a list as it is narrowed. Answers the id of the operation.
 * @throws AppError FORBIDDEN, REQUEST-INVALID {filters}, RATE-LIMITED
 */
export async function beginExport(
  services: Pick<Services, 'database' | 'clock' | 'rateLimits'>,
  caller: Caller,
  { place, accountId, isAllowed }: { place: MembershipView; accountId: string; isAllowed: IsAllowed },
  wanted: { readonly of: ExportOf; readonly filters: Readonly<Record<string, string>> },
): Promise<string> {
  const { ability, filters } = EXPORTS[wanted.of];
  if (!isAllowed(place, ability)) throw new AppError('FORBIDDEN');
  parseInput(filters, wanted.filters);
  await services.rateLimits.consume(exportLimit(accountId));
  const now = services.clock.now();
  const by = { organizationId: place.organizationId, createdBy: accountId };
  return services.database.transaction((tx) => oweExport(tx, caller, now, by, { ...wanted, total: null }));
}

/** How many exports somebody may begin, wherever they begin them. */
export const exportLimit = (accountId: string) => ['export.account', accountId] as const;

type WantedExport = {
  readonly of: ExportOf;
  readonly total: number | null;
  /** As texts or as they were read. */
  readonly filters: Readonly<Record<string, unknown>>;
  readonly ids?: readonly string[];
};

/**
 * Owes the file in the transaction of `tx`, for whoever was asked already whether they may: of a list as it is narrowed,
 * or of the rows with these ids, which are all of the organization. Answers the id of the operation.
 */
export function oweExport(
  tx: Transaction,
  caller: Caller,
  now: Date,
  by: { readonly organizationId: string; readonly createdBy: string },
  { of, total, ids, ...wanted }: WantedExport,
): Promise<string> {
  const filters = textsOf(wanted.filters);
  const input: ExportInput = { filters, locale: caller.locale, ...(ids ? { ids } : {}) };
  const fileName = `${of}-${now.toISOString().slice(0, 10)}`;
  const recorded = ids ? {} : { filters };
  return beginOperation(tx, caller, now, { ...by, kind: EXPORTS[of].kind, total, input, fileName, recorded });
}

/** Filters as they stand in an address: several values with commas between them. */
function textsOf(filters: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
