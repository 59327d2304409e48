import type { AddressKind } from '@gatehouse/contract/fields';
import { DAY, MINUTE } from '../../../kernel/clock.ts';

/**
 * How long a link to set a password lives: half an hour in a mail (ux.md s. 1.3), ten minutes in a text message (NIST SP
 * 800-63B-4 s. 4.2.1.2; security.md S19).
 */
export const PASSWORD_LINK_LIFE: Readonly<Record<AddressKind, number>> = { email: 30 * MINUTE, phone: 10 * MINUTE };

/** A code on paper: long enough to be handed over (ux.md s. J1d). */
export const PRINTED_CODE_LIFE = DAY;

/** What can still be pressed. The guarded `update` of password-link-store.ts is its twin. */
export function isLinkLive(
  link: { readonly expiresAt: Date; readonly usedAt: Date | null; readonly deadAt: Date | null },
  now: Date,
): boolean {
  return link.usedAt === null && link.deadAt === null && link.expiresAt > now;
}
