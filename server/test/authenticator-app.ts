import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../src/kernel/clock.ts';

/** What an authenticator app with this secret shows at the time of `clock`. */
export function appCode({ clock }: { readonly clock: Clock }, secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() });
}
