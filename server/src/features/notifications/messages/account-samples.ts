import { IDENTIFIER_ACTS } from '@gatehouse/contract/identifiers';
import { OWN_ACCOUNT_NOTICES } from './own-account-message.ts';
import type { Sample, SampleWorld } from './sample-world.ts';

/** In which cases messages about an account say something else. */
export const ACCOUNT_VARIANTS = {
  M21: Object.fromEntries(IDENTIFIER_ACTS.map((act) => [`address-${act}`, { act }])),
  M23: Object.fromEntries(OWN_ACCOUNT_NOTICES.map((kind) => [kind, { kind }])),
  S10: { 'address-email': {}, 'address-phone': { kind: 'phone' } },
};

/** What is told to the owner of an account. */
export function ofAnAccount({
  organizationName,
  productName,
  origin,
  now,
}: SampleWorld): Record<'M21' | 'M22' | 'M23' | 'S10' | 'S11', Sample> {
  return {
    M22: {
      params: {
        kind: 'email',
        organizationName,
        productName,
        address: 'guest@customer.example',
        profileUrl: `${origin}/portal/profile`,
      },
      secrets: {},
    },
    M23: {
      params: { kind: 'data-ready', productName, until: now.toISOString(), openUrl: `${origin}/portal/data` },
      secrets: {},
    },
    S11: { params: { organizationName, productName }, secrets: { link: `${origin}/portal/profile` } },
    M21: {
      params: {
        act: 'replace',
        kind: 'email',
        productName,
        address: 'g••••@customer.example',
        device: 'Firefox · Windows',
        ip: '192.0.2.7',
        at: now.toISOString(),
        until: new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString(),
        timeZone: null,
      },
      secrets: { link: `${origin}/undo/SAMPLESAMPLESAMPLESAMP` },
    },
    S10: {
      params: { productName, kind: 'email' },
      secrets: { link: `${origin}/undo/SAMPLESAMPLESAMPLESAMP` },
    },
  };
}
