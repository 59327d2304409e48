import { IDENTIFIER_ACTS } from '@gatehouse/contract/identifiers';
import { SECURITY_NOTICES } from '@gatehouse/contract/own-account';
import { CLOSING_NOTICES } from './closing-message.ts';
import { OWN_ACCOUNT_NOTICES } from './own-account-message.ts';
import { RECOVERY_NOTICES } from './recovery-message.ts';
import type { Sample, SampleWorld } from './sample-world.ts';

/** In which cases messages about an account say something else. */
export const ACCOUNT_VARIANTS = {
  M21: Object.fromEntries(IDENTIFIER_ACTS.map((act) => [`address-${act}`, { act }])),
  M23: Object.fromEntries(OWN_ACCOUNT_NOTICES.map((kind) => [kind, { kind }])),
  M25: Object.fromEntries(
    RECOVERY_NOTICES.map((kind) => [
      `recovery-${kind}`,
      { kind, ...(kind === 'asked' ? {} : { device: null, ip: null, reason: 'Seen in person.' }) },
    ]),
  ),
  M27: Object.fromEntries(
    CLOSING_NOTICES.map((kind) => [
      `organization-${kind}`,
      { kind, ...(kind === 'deletion-asked' ? {} : { dueAt: null }), ...(kind === 'kept' ? { reason: null } : {}) },
    ]),
  ),
  S12: Object.fromEntries(RECOVERY_NOTICES.map((kind) => [`recovery-${kind}`, { kind }])),
  S13: Object.fromEntries(OWN_ACCOUNT_NOTICES.map((kind) => [kind, { kind }])),
  S14: Object.fromEntries(SECURITY_NOTICES.map((kind) => [kind, { kind }])),
  S15: Object.fromEntries(
    CLOSING_NOTICES.map((kind) => [
      `organization-${kind}`,
      { kind, ...(kind === 'deletion-asked' ? {} : { dueAt: null }) },
    ]),
  ),
  S10: { 'address-email': {}, 'address-phone': { kind: 'phone' } },
};

/** What is told to the owner of an account by mail, and to those who decide about it. */
export function ofAnAccount({
  organizationName,
  productName,
  origin,
  now,
}: SampleWorld): Record<'M21' | 'M22' | 'M23' | 'M25' | 'M26' | 'M27' | 'M28', Sample> {
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
    M25: {
      params: {
        kind: 'asked',
        organizationName,
        productName,
        reason: null,
        device: 'Firefox · Windows',
        ip: '192.0.2.7',
        readyAt: new Date(now.getTime() + 24 * 3_600_000).toISOString(),
      },
      secrets: { link: `${origin}/stop/ABCD2345EF` },
    },
    M26: {
      params: { name: 'Felix Berg', organizationName, productName, reviewUrl: `${origin}/console` },
      secrets: {},
    },
    M28: { params: { organizationName, productName, reference: 'rec_7KQ2MX9PTA4DB3CDR8SV' }, secrets: {} },
    M27: {
      params: {
        kind: 'deletion-asked',
        organizationName,
        productName,
        reason: 'The contract has ended.',
        dueAt: new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString(),
        openUrl: `${origin}/portal`,
      },
      secrets: {},
    },
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
      secrets: { link: `${origin}/undo/ABCD2345EF` },
    },
  };
}

/** The same by text message. */
export function ofAnAccountByText({
  organizationName,
  productName,
  origin,
  now,
}: SampleWorld): Record<
  'S10' | 'S11' | 'S12' | 'S13' | 'S14' | 'S15' | 'S16' | 'S17' | 'S18' | 'S19' | 'S20' | 'S21',
  Sample
> {
  return {
    S10: {
      params: { productName, kind: 'email' },
      secrets: { link: `${origin}/undo/ABCD2345EF` },
    },
    S11: { params: { organizationName, productName }, secrets: { link: `${origin}/portal/profile` } },
    S12: {
      params: { productName, kind: 'asked' },
      secrets: { link: `${origin}/stop/ABCD2345EF` },
    },
    S13: { params: { productName, kind: 'data-ready' }, secrets: { link: `${origin}/portal/data` } },
    S14: { params: { productName, kind: 'new-sign-in' }, secrets: { link: `${origin}/n/ABCD2345EF` } },
    S15: {
      params: {
        kind: 'deletion-asked',
        organizationName,
        productName,
        dueAt: new Date(now.getTime() + 7 * 24 * 3_600_000).toISOString(),
      },
      secrets: { link: `${origin}/portal` },
    },
    S17: { params: { organizationName, productName, count: 3 }, secrets: { link: `${origin}/console/queue` } },
    S18: {
      params: { organizationName, productName, created: 1240, failed: 12 },
      secrets: { link: `${origin}/console/imports` },
    },
    S19: {
      params: { name: 'Felix Berg', organizationName, productName },
      secrets: { link: `${origin}/console/invitations` },
    },
    S20: { params: { productName }, secrets: { link: `${origin}/console/sign-in-log` } },
    S21: {
      params: { rule: 'failures-account', organizationName, productName, count: 3 },
      secrets: { link: `${origin}/console/sign-in-log` },
    },
    S16: { params: { name: 'Felix Berg', productName }, secrets: { link: `${origin}/console/queue` } },
  };
}
