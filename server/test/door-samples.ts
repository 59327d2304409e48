import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import {
  type DoorContext,
  emptyForm,
  type FormState,
  renderConfirmPage,
  renderFlowPage,
  renderHandOverPage,
  renderMessagePage,
  renderNewLinkPage,
  renderSetupPage,
  renderSignInPage,
  renderTextPage,
  renderTypedCodePage,
  renderWelcomePage,
} from '../src/door/door-view.ts';
import { qrPicture } from '../src/platform/qr-picture.ts';
import { branded } from './door-contexts.ts';
import { CODE_STEP, COMPANY_STEP, INVITATION, TERMS_STEP, WAITING_STEP, WELCOME } from './door-steps.ts';

export { buildDoorContext } from './door-contexts.ts';

export function buildFlow(step: FlowStep, overrides: Partial<Flow> = {}): Flow {
  return {
    id: 'flw_7KQ2MX',
    kind: 'invitation',
    state: 'open',
    step,
    stepNumber: null,
    stepCount: null,
    expiresAt: '2026-11-22T11:00:00Z',
    ...overrides,
  };
}

/** What comes back after a submit that was refused. */
export function buildFailedForm(
  fields: readonly [path: string, code: ErrorCode, params?: ErrorParams][],
  values: Record<string, string> = {},
  problem: FormState['problem'] = { code: 'REQUEST-INVALID', params: {} },
): FormState {
  return { values, fields: fields.map(([path, code, params = {}]) => ({ path, code, params })), problem };
}

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
];

type Samples = Record<string, (context: DoorContext) => string>;

const flowPage =
  (step: FlowStep, form: FormState = emptyForm, overrides: Partial<Flow> = {}) =>
  (context: DoorContext) =>
    renderFlowPage(context, buildFlow(step, overrides), form);

const handOverSample =
  (form: FormState = emptyForm, left = 3) =>
  (context: DoorContext) =>
    renderHandOverPage(context, buildFlow({ ...COMPANY_STEP, handOver: { ...COMPANY_STEP.handOver, left } }), form);

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
    canAddAddress: true,
  }),
  'choose-method': flowPage({
    name: 'choose-method',
    to: 'w••••@urs-machining.example',
    methods: [{ method: 'email-code' }, { method: 'password' }],
    canUsePasskey: true,
  }),
  identify: flowPage({ name: 'identify', canUsePasskey: true }),
  password: flowPage(
    { name: 'password', identifier: 'willy@urs-machining.example', canUseCode: true, canUsePasskey: true },
    emptyForm,
    {
      kind: 'sign-in',
    },
  ),
  'password-wrong': flowPage(
    { name: 'password', identifier: 'willy@urs-machining.example', canUseCode: true, canUsePasskey: true },
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
    { name: 'set-password', identifier: 'willy@urs-machining.example', minLength: 15, contextWords: ['urs', 'willy'] },
    emptyForm,
    { stepNumber: 2, stepCount: 4 },
  ),
  'set-password-short': flowPage(
    { name: 'set-password', identifier: 'willy@urs-machining.example', minLength: 15, contextWords: ['urs', 'willy'] },
    buildFailedForm([['password', 'PASSWORD-TOO-SHORT', { min: 15 }]]),
    { stepNumber: 2, stepCount: 4 },
  ),
  'second-factor': flowPage(
    { name: 'second-factor', factor: 'totp', others: ['recovery-code'], canUsePasskey: true, trustDays: 30 },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'second-factor-wrong': flowPage(
    { name: 'second-factor', factor: 'recovery-code', others: ['totp'], canUsePasskey: false, trustDays: null },
    buildFailedForm([], { code: 'ABCD' }, { code: 'FACTOR-WRONG', params: {} }),
    { kind: 'confirm' },
  ),
  'add-factor': flowPage(
    {
      name: 'add-factor',
      factors: ['totp'],
      totp: null,
      organizationName: 'Formosa Machine Tools',
      canPostpone: true,
    },
    emptyForm,
    { stepNumber: 3, stepCount: 5 },
  ),
  'add-factor-app': flowPage({
    name: 'add-factor',
    factors: ['totp'],
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
  company: flowPage(COMPANY_STEP, emptyForm, { stepNumber: 4, stepCount: 4 }),
  'company-grey': flowPage(
    { ...COMPANY_STEP, company: { ...COMPANY_STEP.company, registrationNumber: '1234568' } },
    emptyForm,
    { stepNumber: 4, stepCount: 4 },
  ),
  'company-failed': flowPage(
    { ...COMPANY_STEP, company: {} },
    buildFailedForm(
      [
        ['name', 'FIELD-REQUIRED'],
        ['registrationNumber', 'REGISTRATION-NUMBER-LENGTH', { expected: 8, actual: 3 }],
        ['phone', 'PHONE-INVALID'],
      ],
      { name: '', country: 'TW', registrationNumber: '123', phone: '12' },
    ),
    { stepNumber: 4, stepCount: 4 },
  ),
  'company-duplicate': flowPage({ ...COMPANY_STEP, duplicate: { name: 'URS Machining' } }, emptyForm, {
    stepNumber: 4,
    stepCount: 4,
  }),
  'company-rejected': flowPage(
    {
      ...COMPANY_STEP,
      rejection: {
        organizationName: 'Formosa Machine Tools',
        reason: 'Please use the number of the branch.',
        at: '2026-11-22T09:00:00Z',
      },
    },
    emptyForm,
    { problem: { code: 'COMPANY-REJECTED', params: { organization: 'Formosa Machine Tools' } } },
  ),
  'company-join-rejected': flowPage(COMPANY_STEP, emptyForm, {
    problem: { code: 'JOIN-REJECTED', params: { organization: 'URS Machining' } },
  }),
  'accept-handed-over': flowPage({
    name: 'accept',
    invitation: {
      ...INVITATION,
      handedOver: { by: 'Willy Huang', note: 'You look after our machines,\nso this is yours.' },
    },
  }),
  'hand-over': handOverSample(),
  'hand-over-other-domain': handOverSample(
    buildFailedForm([['email', 'ADDRESS-OTHER-DOMAIN', { domain: 'urs-machining.example' }]], {
      email: 'mei@home.example',
      note: 'Please take over',
    }),
  ),
  'hand-over-none-left': handOverSample(emptyForm, 0),
  waiting: flowPage(WAITING_STEP),
  'waiting-long-note': flowPage(
    { ...WAITING_STEP, usualSeconds: null, tellAt: null, note: '' },
    buildFailedForm([['note', 'FIELD-TOO-LONG', { max: 500 }]], { note: 'Please call' }),
  ),
  'waiting-join': flowPage({
    ...WAITING_STEP,
    request: 'join',
    organizationName: 'URS Machining',
    companyName: 'URS Machining',
    usualSeconds: 3 * 24 * 3600,
    sent: null,
    note: '',
    notify: false,
  }),
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
  'sign-in': (context) => renderSignInPage(context, emptyForm, { returnTo: '/', organization: '' }),
  'sign-in-wrong': (context) =>
    renderSignInPage(context, buildFailedForm([['identifier', 'EMAIL-INVALID']], { identifier: 'willy' }), {
      returnTo: '/',
      organization: '',
    }),
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
    }),
  'setup-token-wrong': (context) =>
    renderSetupPage(
      context,
      buildFailedForm([['owner.email', 'EMAIL-INVALID']], { token: 'x' }, { code: 'SETUP-TOKEN-WRONG', params: {} }),
      { tokenGiven: false, token: '' },
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
export const DOOR_SAMPLES: Samples = { ...STEPS, ...STOPPED, ...OTHERS };
