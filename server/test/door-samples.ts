import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import {
  emptyForm,
  renderConfirmPage,
  renderFlowPage,
  renderForgotPage,
  renderMessagePage,
  renderNewLinkPage,
  renderPasswordLinkPage,
  renderSetupPage,
  renderSignInPage,
  renderTextPage,
  renderTypedCodePage,
  renderWelcomePage,
} from '../src/door/door-view.ts';
import { qrPicture } from '../src/platform/qr-picture.ts';
import { ACCOUNT_SAMPLES } from './account-samples.ts';
import { COMPANY_SAMPLES } from './company-samples.ts';
import { branded } from './door-contexts.ts';
import { PHONE_STEPS } from './door-phone-steps.ts';
import { CODE_STEP, INVITATION, TERMS_STEP, WELCOME } from './door-steps.ts';
import { buildFailedForm, buildFlow, flowPage, type Samples } from './sample-page.ts';

export { buildDoorContext } from './door-contexts.ts';
export { buildFailedForm, buildFlow } from './sample-page.ts';

/** The ends that an invitation can have, with what their sentences need. */
const STOPS: readonly [ErrorCode, ErrorParams, string | null][] = [
  ['INV-EXPIRED', { date: '2026-11-19T10:00:00Z' }, 'w••••@urs-machining.example'],
  ['INV-HANDED-OVER', { to: 'm••••@urs-machining.example', date: '2026-11-21T10:00:00Z' }, null],
  ['INV-SUPERSEDED', { time: '2026-11-22T08:00:00Z' }, null],
  ['INV-USED-BY-YOU', {}, null],
  ['INV-USED-BY-OTHER', {}, null],
  ['INV-REVOKED', {}, null],
  ['INV-DECLINED', {}, null],
  ['INV-NOT-FOUND', {}, null],
  ['CODE-EXPIRED', {}, null],
  ['CODE-TOO-MANY', { time: '2026-11-22T10:15:00Z' }, null],
  ['SEND-FAILED', { target: 'w••••@urs-machining.example' }, null],
  ['SEND-LIMIT', { time: '2026-11-22T10:15:00Z' }, null],
  ['CRED-WRONG', {}, null],
  ['ACC-DISABLED', { organization: 'Formosa Machine Tools' }, null],
  ['ACC-LOCKED', { time: '2026-11-22T10:15:00Z' }, null],
  ['FLOW-EXPIRED', {}, null],
  ['ORG-SUSPENDED', {}, null],
  ['ORG-DELETED', {}, null],
  ['SEATS-FULL', { who: 'person' }, null],
];
const NO_RECOVERY = { askable: null, decider: 'organization', state: 'none', readyAt: null } as const;
const ASKABLE = { ...NO_RECOVERY, askable: 'Formosa Machine Tools' };

const STEPS: Samples = {
  accept: (context) =>
    renderFlowPage(
      { ...context, acceptAction: '/i/tok_1' },
      buildFlow({ name: 'accept', invitation: INVITATION }, { id: '' }),
      emptyForm,
    ),
  'accept-member': flowPage({
    name: 'accept',
    invitation: { ...INVITATION, kind: 'member', inviterName: null, note: null, roles: ['administrator', 'member'] },
  }),
  'wrong-account': flowPage({
    name: 'wrong-account',
    invitation: { ...INVITATION, to: 'w••••@urs-machining.example' },
    signedInAs: 'anna@parking-centrum.example',
    addable: ['email'],
  }),
  'choose-method': flowPage({
    name: 'choose-method',
    to: 'w••••@urs-machining.example',
    methods: [
      { method: 'email-code', to: 'w••••@urs-machining.example' },
      { method: 'password', to: 'w••••@urs-machining.example' },
    ],
    movesNumber: false,
    canUsePasskey: true,
  }),
  ...Object.fromEntries(
    Object.entries(PHONE_STEPS).map(([name, [step, over]]) => [name, flowPage(step, emptyForm, over)]),
  ),
  identify: flowPage({ name: 'identify', canUsePasskey: true }),
  password: flowPage(
    { name: 'password', identifier: 'willy@urs-machining.example', otherMethods: ['email-code'], canUsePasskey: true },
    emptyForm,
    {
      kind: 'sign-in',
    },
  ),
  'password-wrong': flowPage(
    { name: 'password', identifier: 'willy@urs-machining.example', otherMethods: ['email-code'], canUsePasskey: true },
    buildFailedForm([], {}, { code: 'CRED-WRONG', params: {} }),
    { kind: 'sign-in' },
  ),
  code: flowPage(CODE_STEP, emptyForm, { stepNumber: 1, stepCount: 4 }),
  'code-wrong': flowPage(
    { ...CODE_STEP, triesLeft: 3, resendAt: '2026-11-22T09:59:00Z' },
    buildFailedForm([], { code: '48219' }, { code: 'CODE-WRONG', params: { left: 3 } }),
    { kind: 'sign-in' },
  ),
  'code-bounced': flowPage({ ...CODE_STEP, delivery: 'bounced' }),
  'set-password': flowPage(
    {
      name: 'set-password',
      identifier: 'willy@urs-machining.example',
      reason: 'first',
      minLength: 15,
      mixed: false,
      canPostpone: false,
      canUsePasskey: true,
      contextWords: ['urs', 'willy'],
    },
    emptyForm,
    { stepNumber: 2, stepCount: 4 },
  ),
  'set-password-short': flowPage(
    {
      name: 'set-password',
      identifier: 'willy@urs-machining.example',
      reason: 'first',
      minLength: 15,
      mixed: false,
      canPostpone: false,
      canUsePasskey: true,
      contextWords: ['urs', 'willy'],
    },
    buildFailedForm([['password', 'PASSWORD-TOO-SHORT', { min: 15 }]]),
    { stepNumber: 2, stepCount: 4 },
  ),
  'accept-added': flowPage({
    name: 'accept',
    invitation: { ...INVITATION, kind: 'member', added: true, to: '+86 138 0013 8000', note: null, roles: ['member'] },
  }),
  'set-password-first': flowPage(
    {
      name: 'set-password',
      identifier: '+86 138 0013 8000',
      reason: 'first',
      minLength: 15,
      mixed: false,
      canPostpone: true,
      canUsePasskey: true,
      contextWords: [],
    },
    emptyForm,
    { stepNumber: 2, stepCount: 3 },
  ),
  'set-password-due': flowPage(
    {
      name: 'set-password',
      identifier: 'willy@urs-machining.example',
      reason: 'administrator',
      minLength: 15,
      mixed: true,
      canPostpone: false,
      canUsePasskey: false,
      contextWords: ['urs', 'willy'],
    },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'link-sent': flowPage(
    { name: 'link-sent', to: 'willy@urs-machining.example', channel: 'email', minutes: 30, sender: 'Machine Room' },
    emptyForm,
    { kind: 'recovery' },
  ),
  'link-sent-code-wrong': flowPage(
    { name: 'link-sent', to: 'willy@urs-machining.example', channel: 'email', minutes: 30, sender: 'Machine Room' },
    { ...emptyForm, problem: { code: 'PRINTED-CODE-WRONG', params: {} } },
    { kind: 'recovery' },
  ),
  'link-sent-sms': flowPage(
    { name: 'link-sent', to: '+886 912 345 678', channel: 'sms', minutes: 10, sender: 'Machine Room' },
    emptyForm,
    { kind: 'recovery' },
  ),
  'second-factor': flowPage(
    {
      name: 'second-factor',
      factor: 'totp',
      others: ['recovery-code'],
      canUsePasskey: true,
      trustDays: 30,
      smsTo: null,
      recovery: ASKABLE,
    },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'second-factor-wrong': flowPage(
    {
      name: 'second-factor',
      factor: 'recovery-code',
      others: ['totp'],
      canUsePasskey: false,
      trustDays: null,
      smsTo: null,
      recovery: NO_RECOVERY,
    },
    buildFailedForm([], { code: 'ABCD' }, { code: 'FACTOR-WRONG', params: {} }),
    { kind: 'confirm' },
  ),
  'add-factor-app': flowPage({
    name: 'add-factor',
    factors: ['totp', 'sms'],
    smsTo: '+48 512 •••• 78',
    smsSent: false,
    asksNumber: false,
    mayType: true,
    totp: {
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Machine%20Room:willy@urs-machining.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      picture: qrPicture(
        'otpauth://totp/Machine%20Room:willy%40urs-machining.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      ),
    },
    organizationName: null,
    canPostpone: false,
  }),
  'recovery-codes': flowPage({
    name: 'recovery-codes',
    codes: ['7KQ2-MX9T-4PDA-B3CD', 'R8SV-W2XY-Z5EF-G6HJ', '3K4M-5N6P-7Q8R-9S2T'],
  }),
  terms: flowPage(TERMS_STEP, emptyForm, { stepNumber: 3, stepCount: 4 }),
  profile: flowPage({ name: 'profile', suggestedName: 'Willy Huang' }),
  ...COMPANY_SAMPLES,
  done: flowPage({ name: 'done', organizationName: 'URS Machining', canEnter: false }, emptyForm, {
    redirectTo: '/welcome',
  }),
  'done-enter': flowPage({ name: 'done', organizationName: 'URS Machining', canEnter: true }),
};

const STOPPED: Samples = Object.fromEntries(
  STOPS.map(([code, params, newLinkTo]) => [
    `stopped-${code.toLowerCase()}`,
    flowPage(
      { name: 'stopped', organizationName: 'Formosa Machine Tools', inviterName: 'Mei-Ling Chen', newLinkTo },
      emptyForm,
      { state: 'stopped', problem: { code, params: { ...params } }, reference: 'GH-7K2M-4QXT' },
    ),
  ]),
);

const OTHERS: Samples = {
  branded: (context) => STEPS['accept-member']?.(branded(context)) ?? '',
  'sign-in-tabs': (context) =>
    renderSignInPage(context, emptyForm, { returnTo: '/', organization: 'northwind', way: 'sms' }),
  'sign-in': (context) => renderSignInPage(context, emptyForm, { returnTo: '/', organization: '' }),
  'sign-in-wrong': (context) =>
    renderSignInPage(context, buildFailedForm([['identifier', 'ORG-SHORT-NAME']], { identifier: 'willy' }), {
      returnTo: '/',
      organization: '',
    }),
  forgot: (context) => renderForgotPage(context, emptyForm, { organization: '' }),
  'forgot-wrong': (context) =>
    renderForgotPage(context, buildFailedForm([['identifier', 'EMAIL-INVALID']], { identifier: 'willy@' }), {
      organization: '',
    }),
  'password-link': (context) =>
    renderPasswordLinkPage(context, { to: 'w••••@urs-machining.example', action: '/r/tok_1' }),
  'password-link-ended': (context) => renderMessagePage(context, 'PASSWORD-LINK-ENDED', {}),
  confirm: (context) => renderConfirmPage(context, emptyForm, { returnTo: '/portal/security' }),
  'new-link': (context) => renderNewLinkPage(context, emptyForm, { sent: false }),
  'new-link-sent': (context) => renderNewLinkPage(context, emptyForm, { sent: true }),
  'typed-code': (context) => renderTypedCodePage(context, emptyForm),
  'typed-code-wrong': (context) =>
    renderTypedCodePage(context, buildFailedForm([], { token: 'abc' }, { code: 'INV-NOT-FOUND', params: {} })),
  welcome: (context) =>
    renderWelcomePage(context, { name: 'Willy', welcome: WELCOME, portalUrl: '/', consoleUrl: '/console' }),
  setup: (context) =>
    renderSetupPage({ ...context, brand: { ...context.brand, organizationName: null } }, emptyForm, {
      tokenGiven: true,
      token: 'tok_setup',
      country: 'TW',
    }),
  'setup-token-wrong': (context) =>
    renderSetupPage(
      context,
      buildFailedForm([['owner.email', 'EMAIL-INVALID']], { token: 'x' }, { code: 'SETUP-TOKEN-WRONG', params: {} }),
      { tokenGiven: false, token: '', country: '' },
    ),
  'not-found': (context) => renderMessagePage(context, 'NOT-FOUND', {}),
  'rate-limited': (context) => renderMessagePage(context, 'RATE-LIMITED', { seconds: 42 }),
  unavailable: (context) => renderMessagePage(context, 'UNAVAILABLE', {}),
  server: (context) =>
    renderMessagePage(
      { ...context, banner: 'outbox' },
      'SERVER',
      {},
      { requestId: 'req_9XT4PD', reference: 'GH-7K2M-4QXT' },
    ),
  'cross-site': (context) =>
    renderMessagePage(context, 'CROSS-SITE', {}, { actions: [{ label: 'Home', href: '/home' }] }),
  'text-privacy': (context) => renderTextPage(context, 'privacy'),
  'text-terms': (context) => renderTextPage(context, 'terms'),
  'text-help': (context) => renderTextPage(context, 'help'),
};

/** Every page of the door, in every variant that looks different, by name. */
export const DOOR_SAMPLES: Samples = { ...STEPS, ...STOPPED, ...OTHERS, ...ACCOUNT_SAMPLES };
