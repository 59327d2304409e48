import { AppError } from '../../kernel/app-error.ts';
import { smsCountry } from '../../kernel/phone-number.ts';
import type { Services } from '../../platform/services.ts';

export type SmsBudget = Pick<Services, 'rateLimits'> & {
  /** ISO 3166-1 alpha-2; null: every country. */
  readonly smsCountries: readonly string[] | null;
};

/** A range of numbers that are usually one owner's: what pumping rents. */
const PREFIX = '+1234567'.length;

/** Why no text message ever goes to this number, or null. */
export function refusesNumber({ smsCountries }: Pick<SmsBudget, 'smsCountries'>, to: string): string | null {
  const country = smsCountry(to);
  if (country === null) return 'no text messages to this kind of number';
  return smsCountries && !smsCountries.includes(country) ? `no text messages to ${country}` : null;
}

/**
 * Spends what one text message costs, of the narrowest budget first, so that who attacks one number uses up nobody
 * else's. Answers null, or why the message must not leave (security.md A36).
 */
export async function spendSms(budget: SmsBudget, to: string, organizationId: string | null): Promise<string | null> {
  const refusal = refusesNumber(budget, to);
  if (refusal) return refusal;
  try {
    await budget.rateLimits.consume(
      ['sms.number-hour', to],
      ['sms.number-day', to],
      ['sms.prefix-day', to.slice(0, PREFIX)],
      ['sms.country-day', smsCountry(to) ?? ''],
      ['sms.organization-day', organizationId ?? ''],
      ['sms.installation-day', ''],
    );
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'RATE-LIMITED') return 'too many text messages';
    throw error;
  }
}
