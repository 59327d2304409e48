import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { Flow } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from './door-context.ts';
import { acceptPage } from './pages/accept-page.tsx';
import { addFactorPage } from './pages/add-factor-page.tsx';
import { chooseMethodPage } from './pages/choose-method-page.tsx';
import { codePage } from './pages/code-page.tsx';
import { companyPage } from './pages/company-page.tsx';
import { confirmPage } from './pages/confirm-page.tsx';
import { donePage } from './pages/done-page.tsx';
import {
  type ForgotView,
  forgotPage,
  forgotStepPage,
  linkSentPage,
  type PasswordLinkView,
  passwordLinkPage,
} from './pages/forgot-page.tsx';
import { handOverPage } from './pages/hand-over-page.tsx';
import { identifyPage, type SignInView, signInPage } from './pages/identify-page.tsx';
import { type MessageOptions, messagePage } from './pages/message-page.tsx';
import { newLinkPage } from './pages/new-link-page.tsx';
import { type NotMeView, notMePage } from './pages/not-me-page.tsx';
import { passwordPage } from './pages/password-page.tsx';
import { profilePage } from './pages/profile-page.tsx';
import { recoveryCodesPage } from './pages/recovery-codes-page.tsx';
import { secondFactorPage } from './pages/second-factor-page.tsx';
import { setPasswordPage } from './pages/set-password-page.tsx';
import { type SetupView, setupPage } from './pages/setup-page.tsx';
import { type StopRecoveryView, stopRecoveryPage } from './pages/stop-recovery-page.tsx';
import { stoppedPage } from './pages/stopped-page.tsx';
import { termsPage } from './pages/terms-page.tsx';
import { type TextKind, textPage } from './pages/text-page.tsx';
import { typedCodePage } from './pages/typed-code-page.tsx';
import { type UndoPageView, undoPage } from './pages/undo-page.tsx';
import { type UnsubscribeView, unsubscribePage } from './pages/unsubscribe-page.tsx';
import { waitingPage } from './pages/waiting-page.tsx';
import { type WelcomeView, welcomePage } from './pages/welcome-page.tsx';
import { wrongAccountPage } from './pages/wrong-account-page.tsx';
import { type PageModel, renderPage } from './parts/page.tsx';

export { type DoorContext, emptyForm, type FormState } from './door-context.ts';

function pageOfFlow(context: DoorContext, flow: Flow, form: FormState): PageModel {
  const { step } = flow;
  switch (step.name) {
    case 'accept':
      return acceptPage(context, flow, step.invitation, form);
    case 'wrong-account':
      return wrongAccountPage(context, flow, step, form);
    case 'choose-method':
      return chooseMethodPage(context, flow, step, form);
    case 'identify':
      return flow.kind === 'recovery' ? forgotStepPage(context, flow, form) : identifyPage(context, flow, form);
    case 'link-sent':
      return linkSentPage(context, flow, step, form);
    case 'password':
      return passwordPage(context, flow, step, form);
    case 'code':
      return codePage(context, flow, step, form);
    case 'set-password':
      return setPasswordPage(context, flow, step, form);
    case 'second-factor':
      return secondFactorPage(context, flow, step, form);
    case 'add-factor':
      return addFactorPage(context, flow, step, form);
    case 'recovery-codes':
      return recoveryCodesPage(context, flow, step, form);
    case 'terms':
      return termsPage(context, flow, step, form);
    case 'profile':
      return profilePage(context, flow, step.suggestedName, form);
    case 'company':
      return companyPage(context, flow, step, form);
    case 'waiting':
      return waitingPage(context, flow, step, form);
    case 'stopped':
      return stoppedPage(context, flow, step);
    case 'done':
      return donePage(context, flow, step);
  }
}

/** "I'm not the right person", beside the page of the company: `POST /flow/<id>/hand-over`; any other step shows its own page. */
export function renderHandOverPage(context: DoorContext, flow: Flow, form: FormState): string {
  const { step } = flow;
  if (step.name !== 'company') return renderFlowPage(context, flow, form);
  return renderPage(context, handOverPage(context, flow, step, form));
}

/** The page of a flow's step; one of `accept` before any flow exists posts to `context.acceptAction`. */
export function renderFlowPage(context: DoorContext, flow: Flow, form: FormState): string {
  const page = pageOfFlow(context, flow, form);
  const { reference } = flow;
  const support = reference
    ? { code: form.problem?.code ?? flow.problem?.code ?? 'INV-WRONG-ACCOUNT', reference }
    : null;
  return renderPage(context, support ? { support, ...page } : page);
}

/** Card D9: `POST /sign-in {identifier, returnTo, organization}`. */
export function renderSignInPage(context: DoorContext, form: FormState, view: SignInView): string {
  return renderPage(context, signInPage(context, form, view));
}

/** Card D32: `POST /forgot {identifier, organization}`. */
export function renderForgotPage(context: DoorContext, form: FormState, view: ForgotView): string {
  return renderPage(context, forgotPage(context, form, view));
}

/** The link of M07 and S03, before it is pressed. */
export function renderPasswordLinkPage(context: DoorContext, view: PasswordLinkView): string {
  return renderPage(context, passwordLinkPage(context, view));
}

/** `GET /confirm`: somebody who is signed in proves it anew. */
export function renderConfirmPage(context: DoorContext, form: FormState, view: { returnTo: string }): string {
  return renderPage(context, confirmPage(context, form, view));
}

/** Card D23: `POST /new-link {identifier}`; once sent, the same neutral answer for every address. */
export function renderNewLinkPage(context: DoorContext, form: FormState, view: { sent: boolean }): string {
  return renderPage(context, newLinkPage(context, form, view));
}

/** `/i` without a token, or with one that cannot be read: `POST /i {token}`. */
export function renderTypedCodePage(context: DoorContext, form: FormState): string {
  return renderPage(context, typedCodePage(context, form));
}

/** Card D8. */
export function renderWelcomePage(context: DoorContext, view: WelcomeView): string {
  return renderPage(context, welcomePage(context, view));
}

/** "Do not invite me again": `POST` to the same address. */
export function renderUnsubscribePage(context: DoorContext, view: UnsubscribeView): string {
  return renderPage(context, unsubscribePage(context, view));
}

/** Somebody asked for a new start, and it was not they: `POST` to the same address. */
export function renderStopRecoveryPage(context: DoorContext, view: StopRecoveryView): string {
  return renderPage(context, stopRecoveryPage(context, view));
}

/** A change of an address is taken back: `POST` to the same address. */
export function renderUndoPage(context: DoorContext, view: UndoPageView): string {
  return renderPage(context, undoPage(context, view));
}

/** "This wasn't me": `POST` to the same address. */
export function renderNotMePage(context: DoorContext, view: NotMeView): string {
  return renderPage(context, notMePage(context, view));
}

/** First run: `POST /setup {token, organizationName, country, locale, ownerName, email, password}`. */
export function renderSetupPage(context: DoorContext, form: FormState, view: SetupView): string {
  return renderPage(context, setupPage(context, form, view));
}

/** An error of no flow. Its actions are those of the code unless others are given; the first is the primary one. */
export function renderMessagePage(
  context: DoorContext,
  code: ErrorCode,
  params: ErrorParams,
  options?: MessageOptions,
): string {
  return renderPage(context, messagePage(context, code, params, options));
}

/** The installation's own privacy notice, terms, and help. */
export function renderTextPage(context: DoorContext, kind: TextKind): string {
  return renderPage(context, textPage(context, kind));
}
