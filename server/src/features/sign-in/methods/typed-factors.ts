import type { Factor } from '@gatehouse/contract/factors';
import type { TypedFactor } from './factor.ts';
import { recoveryCodeFactor } from './recovery-codes/recovery-codes.ts';
import { smsFactor } from './sms-factor/check-sms.ts';
import { totpFactor } from './totp/check-totp.ts';

/** Every second factor whose answer is typed, by its name in the contract. */
export const TYPED_FACTORS: { readonly [F in Factor]: TypedFactor } = {
  totp: totpFactor,
  sms: smsFactor,
  'recovery-code': recoveryCodeFactor,
};
