import type { FlowStep } from '@gatehouse/contract/flows';
import type { InvitationSummary } from '@gatehouse/contract/invitation-summary';
import type { Welcome } from '@gatehouse/contract/organizations';

/* What the samples of the door's pages show: all of it fictitious. */

export const INVITATION: InvitationSummary = {
  id: 'inv_1',
  kind: 'company',
  added: false,
  organizationName: 'Formosa Machine Tools',
  inviterName: 'Mei-Ling Chen',
  to: 'willy@urs-machining.example',
  alsoTo: null,
  name: 'Willy Huang',
  roles: ['owner'],
  note: 'Hello Willy,\nthe service plan of your lathe is waiting here.',
  handedOver: null,
  stopInvitingPath: '/unsubscribe/inv_1/proof',
  expiresAt: '2026-11-29T10:00:00Z',
};

export const COMPANY_STEP: Extract<FlowStep, { name: 'company' }> = {
  name: 'company',
  organizationName: 'Formosa Machine Tools',
  company: {
    name: 'URS Machining Co., Ltd.',
    country: 'TW',
    registrationNumber: '12345681',
    address: '88 Gongye Road, Taichung',
    timeZone: 'Asia/Taipei',
  },
  sources: {
    name: { from: 'Formosa Machine Tools', at: '2026-11-14T08:00:00Z' },
    registrationNumber: { from: 'Formosa Machine Tools', at: '2026-11-14T08:00:00Z' },
  },
  duplicate: null,
  rejection: null,
  handOver: { left: 3, domain: 'urs-machining.example' },
  stopInvitingPath: '/unsubscribe/inv_1/proof',
};

export const WAITING_STEP: Extract<FlowStep, { name: 'waiting' }> = {
  name: 'waiting',
  request: 'company',
  organizationName: 'Formosa Machine Tools',
  companyName: 'URS Machining Co., Ltd.',
  since: '2026-11-22T09:00:00Z',
  usualSeconds: 5 * 3600,
  sent: COMPANY_STEP.company,
  note: 'You can call me: +886 4 2345 6789',
  tellAt: 'w••••@urs-machining.example',
  notify: true,
};

export const CODE_STEP: Extract<FlowStep, { name: 'code' }> = {
  name: 'code',
  channel: 'email',
  to: 'w••••@urs-machining.example',
  sentAt: '2026-11-22T09:59:50Z',
  expiresAt: '2026-11-22T10:09:50Z',
  resendAt: '2026-11-22T10:00:42Z',
  triesLeft: 5,
  otherMethods: [],
  canUsePasskey: false,
  sender: 'Formosa Machine Tools via Machine Room <no-reply@gate.example>',
  delivery: 'sent',
};

export const TERMS_STEP: FlowStep = {
  name: 'terms',
  organizationName: 'Formosa Machine Tools',
  shares: ['name', 'email', 'company', 'sign-in-times'],
  version: '2026-01',
  documents: [
    { kind: 'terms', version: '2026-01', url: 'https://formosa.example/terms', text: null },
    { kind: 'privacy', version: '2026-01', url: null, text: 'We keep what we need.\n\nNothing else.' },
  ],
};

export const WELCOME: Welcome = {
  organization: { id: 'org_2', name: 'URS Machining Co., Ltd.', slug: 'urs' },
  host: { name: 'Formosa Machine Tools', productName: 'Machine Room', contact: 'support@formosa.example' },
  links: [
    { title: 'Service plan', description: 'When each machine is due.', url: 'https://formosa.example/plan' },
    { title: 'Training', description: 'Ten films of five minutes.', url: 'https://formosa.example/training' },
  ],
  checklist: [{ item: 'company', done: true }],
  hidden: false,
};
