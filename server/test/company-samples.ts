import { type DoorContext, emptyForm, type FormState, renderHandOverPage } from '../src/door/door-view.ts';
import { COMPANY_STEP, INVITATION, WAITING_STEP } from './door-steps.ts';
import { buildFailedForm, buildFlow, flowPage, type Samples } from './sample-page.ts';

const handOverSample =
  (form: FormState = emptyForm, left = 3) =>
  (context: DoorContext) =>
    renderHandOverPage(context, buildFlow({ ...COMPANY_STEP, handOver: { ...COMPANY_STEP.handOver, left } }), form);

/** The page of the company, those beside it, and what comes of pressing its button. */
export const COMPANY_SAMPLES: Samples = {
  company: flowPage(COMPANY_STEP, emptyForm, { stepNumber: 4, stepCount: 4 }),
  'company-empty': flowPage({ ...COMPANY_STEP, company: {}, sources: {} }, emptyForm, { stepNumber: 4, stepCount: 4 }),
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
};
