import { type OrganizationSettings, updateSettingsSchema } from '@gatehouse/contract/organizations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, checkNumbers, moved, toForm } from './settings-form.ts';

const SETTINGS: OrganizationSettings = {
  name: 'GF',
  slug: 'gfms',
  country: '',
  countryFixed: false,
  policies: {
    mailboxProof: 'code',
    invitationDays: 7,
    passwordMinLength: 15,
    passwordMixed: false,
    passwordDays: 0,
    temporaryPassword: false,
    firstPassword: 'asked',
    selfServiceRenewal: true,
    addAddress: true,
    reminders: true,
    companyApproval: false,
    secondFactor: 'off',
    trustedDeviceDays: 30,
    verifyPasskeys: false,
    recoveryHours: 24,
    smsFactor: true,
    signInTabs: false,
    lockTries: 5,
    alertMails: 'administrators',
    codeMinutes: 10,
    passwordSignIn: true,
    smsSignIn: true,
    sessionIdleMinutes: 10_080,
    sessionHours: 720,
  },
  welcomeLinks: [{ title: 'One', description: '', url: 'https://one.example/' }],
  legal: { termsUrl: '', privacyUrl: '', version: '1' },
};

describe('changesOf', () => {
  it('is empty for an untouched form', () => {
    expect(changesOf(SETTINGS, toForm(SETTINGS))).toEqual({});
  });

  it('names only what differs, one policy at a time', () => {
    const form = toForm(SETTINGS);
    const changes = changesOf(SETTINGS, {
      ...form,
      name: 'GF Machining',
      policies: { ...form.policies, invitationDays: '14' },
      welcomeLinks: [],
    });
    expect(changes).toEqual({ name: 'GF Machining', policies: { invitationDays: 14 }, welcomeLinks: [] });
    expect(updateSettingsSchema.safeParse(changes).success).toBe(true);
  });
});

describe('checkNumbers', () => {
  it.each(['', '0', '31', '2.5', 'x'])('refuses %j days', (invitationDays) => {
    const form = toForm(SETTINGS);
    const problems = checkNumbers({ ...form, policies: { ...form.policies, invitationDays } });
    expect(problems).toEqual({
      'policies.invitationDays': { code: 'FIELD-OUT-OF-RANGE', params: { min: 1, max: 30 } },
    });
  });

  it('takes the limits themselves', () => {
    const form = toForm(SETTINGS);
    const policies = { ...form.policies, invitationDays: '30', passwordMinLength: '8' };
    expect(checkNumbers({ ...form, policies })).toEqual({});
  });
});

describe('moved', () => {
  it('moves by one place and stays at the ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('neither loses nor invents an entry', () => {
    const list = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, fc.nat(5), fc.constantFrom(-1 as const, 1 as const), (items, index, by) => {
        expect(moved(items, index, by).toSorted()).toEqual(items.toSorted());
      }),
    );
  });
});
