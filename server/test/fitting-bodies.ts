import type { StepName } from '@gatehouse/contract/flows';
import { PASSWORD } from './app.ts';

export type Body = Record<string, unknown>;

const COMPANY = {
  name: 'URS Machining',
  country: 'TW',
  registrationNumber: '24536806',
  address: 'No. 1, Road',
  phone: '+886223456789',
  timeZone: 'Asia/Taipei',
  locale: 'zh-TW',
};
const LINK = { title: 'Portal', description: 'Work', url: 'https://urs.example/' };

/** A good body of every route that takes one, with every field in it. */
const CREDENTIAL = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} };
const ASSERTION = {
  ...CREDENTIAL,
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};
const ATTESTATION = { ...CREDENTIAL, response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' } };

export const BODIES: Record<string, Body> = {
  'POST /setup': {
    token: 'x'.repeat(43),
    organization: { name: 'Northwind', locale: 'pl', country: 'PL' },
    owner: { name: 'Olga', email: 'olga@northwind.example', password: PASSWORD },
  },
  'POST /flows': {
    kind: 'invitation',
    token: 'x'.repeat(43),
    invitation: 'inv_unknown',
    identifier: 'a@urs.example',
    organization: 'org',
    returnTo: '/portal',
    locale: 'ru',
  },
  'POST /flows/{id}/check-company': { country: 'TW', registrationNumber: '24536806', name: 'URS' },
  'POST /link-requests': { identifier: 'a@urs.example', locale: 'pl' },
  'PATCH /session': { organization: 'org_unknown', locale: 'pl', name: 'Olga' },
  'POST /session/password': { current: 'not the password of anybody', password: PASSWORD },
  'POST /flows/{id}/passkey-options': { purpose: 'sign-in' },
  'POST /session/factors/totp/confirm': { code: '123456' },
  'POST /session/passkeys': { response: ATTESTATION, name: 'Key' },
  'PATCH /session/passkeys/{id}': { name: 'Key' },
  'POST /session/welcome': { done: 'help', hidden: true },
  'POST /organizations/{org}/invitations': {
    kind: 'company',
    to: { email: 'new@urs.example' },
    name: 'Willy Wu',
    locale: 'zh-CN',
    roles: ['member'],
    note: 'Welcome',
    expiresInDays: 7,
    company: COMPANY,
  },
  'PATCH /organizations/{org}/members/{id}': { roles: ['member'] },
  'POST /organizations/{org}/invitations/bulk': { action: 'extend', ids: ['inv_unknown'], days: 1, expected: 1 },
  'POST /organizations/{org}/members/bulk': {
    action: 'roles',
    ids: ['mem_unknown'],
    roles: ['member'],
    reason: 'Why',
    expected: 1,
  },
  'POST /organizations/{org}/views': {
    list: 'invitations',
    name: 'Bounced',
    search: { state: 'bounced' },
    shared: true,
    isDefault: true,
  },
  'PATCH /organizations/{org}/views/{id}': {
    name: 'Bounced',
    search: { state: 'bounced' },
    shared: true,
    isDefault: true,
  },
  'POST /organizations/{org}/diagnosis': { identifier: 'a@urs.example', lang: 'en' },
  'POST /organizations/{org}/members/{id}/suspend': { reason: 'On leave' },
  'POST /organizations/{org}/members/{id}/restore': { reason: 'Back again' },
  'POST /organizations/{org}/members/{id}/remove': { reason: 'Works elsewhere' },
  'POST /session/leave': { organization: 'org_unknown' },
  'POST /organizations/{org}/invitations/{id}/correct': { to: { email: 'new@urs.example' }, name: 'Willy Wu' },
  'POST /organizations/{org}/invitations/{id}/extend': { days: 7 },
  'POST /organizations/{org}/imports': { text: 'email\na@urs.example' },
  'PATCH /organizations/{org}/imports/{id}': {
    encoding: 'utf-8',
    delimiter: ',',
    hasHeader: true,
    mapping: [],
  },
  'PATCH /organizations/{org}/imports/{id}/rows/{row}': { cells: { email: 'a@urs.example' } },
  'POST /organizations/{org}/imports/{id}/run': { kind: 'member', roles: ['member'], locale: 'pl' },
  'POST /organizations/{org}/diagnosis/instructions': { identifier: 'anna@firma.example' },
  'POST /organizations/{org}/diagnosis/unlock': { identifier: 'anna@firma.example' },
  'POST /organizations/{org}/exports': { of: 'invitations', filters: { q: 'urs', sort: 'newest' } },
  'POST /organizations/{org}/join-requests/{id}/decision': { decision: 'approve', reason: 'Welcome' },
  'POST /organizations/{org}/company-approvals/{id}/decision': { decision: 'reject', reason: 'Wrong number' },
  'POST /organizations/{org}/company-approvals/decisions': {
    ids: ['org_unknown'],
    decision: 'reject',
    reason: 'Wrong number',
  },
  'POST /organizations/{org}/message-texts/{template}/{locale}/preview': { texts: { 'mail.M01.title': 'Come in' } },
  'PATCH /organizations/{org}/message-texts/{template}/{locale}': { texts: { 'mail.M01.title': 'Come in' } },
  'PATCH /organizations/{org}/branding': {
    productName: 'Northwind',
    senderName: 'Northwind Service',
    supportContact: 'help@northwind.example',
    locale: 'pl',
    languages: ['pl', 'en'],
    accent: '#1d6f42',
    corner: 16,
    poweredBy: true,
    logoLight: null,
    logoDark: null,
    logoMail: null,
    icon: null,
  },
  'POST /organizations/{org}/branding/preview': { values: { productName: 'Northwind' }, locale: 'pl' },
  'PATCH /organizations/{org}/settings': {
    name: 'Northwind',
    policies: {
      mailboxProof: 'code',
      invitationDays: 7,
      passwordMinLength: 15,
      selfServiceRenewal: true,
      addAddress: true,
      reminders: true,
      companyApproval: false,
      secondFactor: 'asked',
      trustedDeviceDays: 30,
    },
    welcomeLinks: [LINK],
    legal: { termsUrl: 'https://urs.example/terms', privacyUrl: '', version: '2' },
  },
};

/** Fields for which null is a value: none of it. */
export const NULLABLE = new Set(['accent', 'logoLight', 'logoDark', 'logoMail', 'icon']);

export const STEPS: Record<StepName, Body> = {
  accept: {},
  decline: { reason: 'no' },
  'switch-account': {},
  'add-address': {},
  identify: { identifier: 'a@urs.example' },
  'choose-method': { method: 'password' },
  password: { password: PASSWORD },
  code: { code: '123456' },
  'resend-code': { channel: 'email' },
  'set-password': { password: PASSWORD },
  'choose-factor': { factor: 'totp' },
  'second-factor': { code: '123456', trust: true },
  'begin-factor': { factor: 'totp' },
  'add-factor': { code: '123456' },
  'postpone-factor': {},
  'keep-codes': {},
  passkey: { response: ASSERTION },
  'add-passkey': { response: ATTESTATION },
  terms: { accepted: true, version: '1' },
  profile: { name: 'Willy Wu' },
  company: { ...COMPANY, differentCompanyReason: 'Another company of that number' },
  'save-company': COMPANY,
  'join-company': {},
  'note-approver': { note: 'Please call', notify: true },
  'withdraw-request': {},
  enter: {},
  'hand-over': { email: 'mei@urs.example', name: 'Mei', note: 'You know it better', otherDomain: true },
  'request-link': {},
};
