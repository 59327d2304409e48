import type { FlowStep } from '@gatehouse/contract/flows';
import { emptyForm, renderNotMePage, renderStopRecoveryPage, renderUndoPage } from '../src/door/door-view.ts';
import { buildFailedForm, flowPage, type Samples } from './sample-page.ts';

const ASKS_NUMBER: Extract<FlowStep, { name: 'add-factor' }> = {
  name: 'add-factor',
  factors: ['totp', 'sms'],
  smsTo: null,
  smsSent: false,
  asksNumber: false,
  mayType: true,
  totp: null,
  organizationName: 'Formosa Machine Tools',
  canPostpone: false,
};

/** Pages about an account: what was changed is taken back, a lost second step. */
export const ACCOUNT_SAMPLES: Samples = {
  'add-factor': flowPage(
    {
      name: 'add-factor',
      factors: ['totp', 'sms'],
      smsTo: '+48 512 •••• 78',
      smsSent: false,
      asksNumber: false,
      mayType: true,
      totp: null,
      organizationName: 'Formosa Machine Tools',
      canPostpone: true,
    },
    emptyForm,
    { stepNumber: 3, stepCount: 5 },
  ),
  'add-factor-sms': flowPage({
    name: 'add-factor',
    factors: ['totp', 'sms'],
    smsTo: '+48 512 •••• 78',
    smsSent: true,
    asksNumber: false,
    mayType: true,
    totp: null,
    organizationName: 'Formosa Machine Tools',
    canPostpone: false,
  }),
  'add-factor-number': flowPage({ ...ASKS_NUMBER, asksNumber: true }),
  'add-factor-number-wrong': flowPage(
    { ...ASKS_NUMBER, asksNumber: true },
    buildFailedForm([['number', 'PHONE-LANDLINE']], { number: '+886 2 2345 6789' }),
  ),
  'add-factor-other-number': flowPage(
    { ...ASKS_NUMBER, smsTo: '+48 512 345 678', smsSent: true },
    buildFailedForm([['number', 'PHONE-INVALID']], { number: '512 345' }),
  ),
  'second-factor-waiting': flowPage(
    {
      name: 'second-factor',
      factor: 'totp',
      others: [],
      canUsePasskey: false,
      trustDays: null,
      smsTo: null,
      recovery: { askable: null, decider: 'organization', state: 'approved', readyAt: '2026-11-23T10:00:00Z' },
    },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'second-factor-operator': flowPage(
    {
      name: 'second-factor',
      factor: 'totp',
      others: [],
      canUsePasskey: false,
      trustDays: null,
      smsTo: null,
      recovery: { askable: null, decider: 'operator', state: 'waiting', readyAt: '2026-11-23T10:00:00Z' },
    },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'second-factor-ready': flowPage(
    {
      name: 'second-factor',
      factor: null,
      others: [],
      canUsePasskey: true,
      trustDays: null,
      smsTo: null,
      recovery: { askable: null, decider: 'organization', state: 'ready', readyAt: '2026-11-22T10:00:00Z' },
    },
    emptyForm,
    { kind: 'sign-in' },
  ),
  'stop-recovery': (context) => renderStopRecoveryPage(context, { action: '/stop/ABCD2345EF' }),
  'stop-recovery-done': (context) => renderStopRecoveryPage(context, { isDone: true }),
  undo: (context) =>
    renderUndoPage(context, {
      change: { act: 'replace', kind: 'email', address: 'w••••@urs-machining.example' },
      action: '/undo/ABCD2345EF',
    }),
  'undo-done': (context) => renderUndoPage(context, { isDone: true }),
  'not-me': (context) =>
    renderNotMePage(context, {
      kind: 'new-sign-in',
      since: new Date('2026-03-05T09:30:00Z'),
      action: '/not-me/ABCD2345EF',
    }),
  'not-me-done': (context) => renderNotMePage(context, { isDone: true }),
};
