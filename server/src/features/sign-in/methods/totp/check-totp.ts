import { codeField } from '@gatehouse/contract/fields';
import { Secret, TOTP } from 'otpauth';
import type { FactorContext, TypedFactor } from '../factor.ts';
import { consumeTotpStep, findTotp } from './totp-store.ts';

/** Seconds of one step (RFC 6238 s. 5.2). */
const PERIOD = 30;
/** Steps before and after now that are taken: clocks of phones differ, and typing takes time (ASVS 6.5.5). */
const WINDOW = 1;

/** Context of the encryption of an app's secret: bound to its account. */
export function totpContext(accountId: string): string {
  return `totp:${accountId}`;
}

export function totpOf(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD, digits: 6, algorithm: 'SHA1', label, issuer });
}

/** Codes of an authenticator app (RFC 6238): each is taken once, and none older than one that was. */
export const totpFactor: TypedFactor = { check: (context, typed) => checkTotp(context, typed, true) };

/** As {@link totpFactor}; the first code of an app that is being set up confirms it (`confirmed` false). */
export async function checkTotp(context: FactorContext, typed: string, confirmed: boolean): Promise<boolean> {
  const { services, tx, accountId, now } = context;
  const read = codeField.safeParse(typed);
  const row = await findTotp(tx, accountId);
  if (!read.success || !row || (row.confirmedAt !== null) !== confirmed) return false;
  const totp = totpOf(services.secretBox.open(row.secret, totpContext(accountId)));
  const timestamp = now.getTime();
  const delta = totp.validate({ token: read.data, timestamp, window: WINDOW });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1000 / PERIOD) + delta;
  return consumeTotpStep(tx, { accountId, step, confirmed }, now);
}
