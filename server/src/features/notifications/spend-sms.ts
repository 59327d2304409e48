import { AppError } from '../../kernel/app-error.ts';
import { smsCountry } from '../../kernel/phone-number.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';

export type SmsBudget = Pick<Services, 'rateLimits'> & {
  /** ISO 3166-1 alpha-2; null: every country. */
  readonly smsCountries: readonly string[] | null;
};

/** A range of numbers that are usually one owner's: what pumping rents. */
const PREFIX = '+1234567'.length;

/** What may still be texted. */
export type TextRoom = {
  /** False for a number that no text message ever goes to: of a kind or a country that is refused. */
  mayText(number: string): boolean;
  /** From when on a code may go to a number, by the budgets that it shares with others; null: now. */
  smsHeldUntil(within: Queryable, cost: SmsCost): Promise<Date | null>;
};

export function createTextRoom(budget: SmsBudget): TextRoom {
  return {
    mayText: (number) => refusesNumber(budget, number) === null,
    smsHeldUntil: (within, cost) => smsHeldUntil(budget, within, cost),
  };
}

/** Why no text message ever goes to this number, or null. */
function refusesNumber({ smsCountries }: Pick<SmsBudget, 'smsCountries'>, to: string): string | null {
  const country = smsCountry(to);
  if (country === null) return 'no text messages to this kind of number';
  return smsCountries && !smsCountries.includes(country) ? `no text messages to ${country}` : null;
}

/** A text message, as far as budgets look at it. */
export type SmsCost = { readonly to: string; readonly organizationId: string | null };

/**
 * How many of those one number gets. `code`: decided where they are asked for, known or not, and said there; here it would be a
 * silence that nobody is told of. `notice`: what happened to an account, to its owner. `warning`: the same, of what strangers
 * bring about who have nothing of it: they must not use up the notices. `other`: all that people ask for or send.
 */
export type SmsPurpose = 'code' | 'notice' | 'warning' | 'other';

const NOTICES: ReadonlySet<string> = new Set(['S10', 'S12', 'S13', 'S14', 'S15', 'S16', 'S20', 'S21']);
/** Notices, and alerts, that strangers bring about. */
const WARNINGS: ReadonlySet<unknown> = new Set([
  'sign-in-locked',
  'second-step-failed',
  'many-accounts',
  'failures-account',
  'failures-organization',
  'account-locked',
]);

export function purposeOf(message: { readonly template: string; readonly params: object }): SmsPurpose {
  if (message.template === 'S01') return 'code';
  if (!NOTICES.has(message.template)) return 'other';
  const { kind, rule } = message.params as { readonly kind?: unknown; readonly rule?: unknown };
  return WARNINGS.has(kind) || WARNINGS.has(rule) ? 'warning' : 'notice';
}

type Uses = readonly (readonly [Parameters<SmsBudget['rateLimits']['heldUntil']>[0], string])[];

const OWN_BUDGETS: Readonly<Record<SmsPurpose, (to: string) => Uses>> = {
  code: () => [],
  other: (to) => [
    ['sms.number-hour', to],
    ['sms.number-day', to],
  ],
  notice: (to) => [
    ['sms.notice-number-day', to],
    ['sms.notice-prefix-day', to.slice(0, PREFIX)],
    ['sms.notice-day', ''],
  ],
  warning: (to) => [['sms.warning-number-day', to]],
};

/** Budgets that a number shares with others: they say nothing of whether anybody has it. */
const sharedBudgets = ({ to, organizationId }: SmsCost) =>
  [
    ['sms.prefix-day', to.slice(0, PREFIX)],
    ['sms.country-day', smsCountry(to) ?? ''],
    ['sms.organization-day', organizationId ?? ''],
    ['sms.installation-day', ''],
  ] as const;

/**
 * Spends what one text message costs, of the narrowest budget first, so that who attacks one number uses up nobody
 * else's. Answers null, or why the message must not leave (security.md A36). A notice or warning counts in the budgets that it
 * shares, and leaves though they are spent: else whoever asks for codes would silence what happens to the account meanwhile.
 */
export async function spendSms(budget: SmsBudget, cost: SmsCost & { purpose: SmsPurpose }): Promise<string | null> {
  const { to, purpose } = cost;
  const refusal = refusesNumber(budget, to);
  if (refusal) return refusal;
  const leavesAnyway = purpose === 'notice' || purpose === 'warning';
  if (!(await spend(budget, OWN_BUDGETS[purpose](to)))) return TOO_MANY;
  return (await spend(budget, sharedBudgets(cost))) || leavesAnyway ? null : TOO_MANY;
}

const TOO_MANY = 'too many text messages';

/** False where one of them has nothing left. */
async function spend({ rateLimits }: SmsBudget, uses: Uses): Promise<boolean> {
  try {
    await rateLimits.consume(...uses);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'RATE-LIMITED') return false;
    throw error;
  }
}

/**
 * From when on a code may be sent to this number, as far as the budgets go that it shares; null: now. The same whether or
 * not anybody has the number.
 */
async function smsHeldUntil(
  { rateLimits }: Pick<SmsBudget, 'rateLimits'>,
  within: Queryable,
  cost: SmsCost,
): Promise<Date | null> {
  let latest: Date | null = null;
  for (const [name, key] of sharedBudgets(cost)) {
    const until = await rateLimits.heldUntil(name, key, within);
    if (until && (!latest || until > latest)) latest = until;
  }
  return latest;
}
