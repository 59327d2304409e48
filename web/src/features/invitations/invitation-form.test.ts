import { createInvitationSchema } from '@gatehouse/contract/invitations';
import { describe, expect, it } from 'vitest';
import {
  addressesIn,
  checkForm,
  EMPTY_FORM,
  grantableRoles,
  type InvitationForm,
  toRequest,
} from './invitation-form.ts';

const COMPANY = { ...EMPTY_FORM.company, name: 'URS 有限公司', country: 'TW', registrationNumber: '12345681' };
const FORM: InvitationForm = { ...EMPTY_FORM, email: 'willy@urs.example', company: COMPANY };

describe('toRequest', () => {
  it('sends only what was filled in', () => {
    expect(toRequest({ ...EMPTY_FORM, email: 'a@b.example' })).toEqual({
      kind: 'company',
      to: { email: 'a@b.example' },
    });
  });

  it('sends what belongs to the kind', () => {
    const company = { name: 'URS 有限公司', country: 'TW', registrationNumber: '12345681' };
    expect(toRequest(FORM)).toMatchObject({ kind: 'company', company });
    expect(toRequest(FORM)).not.toHaveProperty('roles');
    const member = toRequest({ ...FORM, kind: 'member', role: 'inviter', days: '14', locale: 'pl', note: ' Hi ' });
    expect(member).toMatchObject({ roles: ['inviter'], expiresInDays: 14, locale: 'pl', note: ' Hi ' });
    expect(member).not.toHaveProperty('company');
  });

  it('is what the contract takes', () => {
    expect(createInvitationSchema.safeParse(toRequest({ ...FORM, days: '7', name: 'Willy' })).success).toBe(true);
  });
});

describe('checkForm', () => {
  it('finds nothing wrong with a good form', () => {
    expect(checkForm(FORM)).toEqual({});
  });

  it.each<[string, Partial<InvitationForm>, Record<string, string>]>([
    ['no address', { email: '' }, { 'to.email': 'ADDRESS-REQUIRED' }],
    ['half an address', { email: 'willy' }, { 'to.email': 'EMAIL-INVALID' }],
    ['a link as a name', { name: 'www.x.example' }, { name: 'NAME-INVALID' }],
    ['too many days', { days: '31' }, { expiresInDays: 'FIELD-OUT-OF-RANGE' }],
    ['half a day', { days: '1.5' }, { expiresInDays: 'FIELD-OUT-OF-RANGE' }],
    ['a long note', { note: 'x'.repeat(501) }, { note: 'FIELD-TOO-LONG' }],
    [
      'a mistyped number',
      { company: { ...COMPANY, registrationNumber: '12345678' } },
      { 'company.registrationNumber': 'REGISTRATION-NUMBER-CHECK' },
    ],
    [
      'a number too short for its country',
      { company: { ...COMPANY, country: 'PL', registrationNumber: '123' } },
      { 'company.registrationNumber': 'REGISTRATION-NUMBER-LENGTH' },
    ],
  ])('%s', (_, changes, expected) => {
    const found = checkForm({ ...FORM, ...changes });
    expect(Object.fromEntries(Object.entries(found).map(([path, { code }]) => [path, code]))).toEqual(expected);
  });

  it('does not look at the company of a member', () => {
    expect(checkForm({ ...FORM, kind: 'member', company: { ...COMPANY, registrationNumber: '1' } })).toEqual({});
  });

  it('does not judge a number without its country', () => {
    expect(checkForm({ ...FORM, company: { ...COMPANY, country: '', registrationNumber: '1' } })).toEqual({});
  });
});

describe('grantableRoles', () => {
  it.each([
    [['owner'], ['owner', 'administrator', 'inviter', 'support', 'member']],
    [
      ['administrator', 'member'],
      ['administrator', 'inviter', 'support', 'member'],
    ],
    [['inviter'], ['member']],
    [['support'], []],
    [['member'], []],
    [[], []],
  ] as const)('%j may give %j', (own, given) => {
    expect(grantableRoles(own)).toEqual(given);
  });
});

it.each([
  ['ann@x.example', ['ann@x.example']],
  ['ann@x.example, bob@x.example;ann@x.example', ['ann@x.example', 'bob@x.example']],
  ['Ann <ann@x.example>\nBob Żak <bob@x.example>', ['ann@x.example', 'bob@x.example']],
  ['张伟 wei@x.example、li@x.example，no address', ['wei@x.example', 'li@x.example']],
  ['a@b@c', []],
])('addresses in %j', (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses);
});
