import type { StepName } from '@gatehouse/contract/flows';
import { addFactor, beginFactor, keepCodes, postponeFactor } from './add-factor.ts';
import { accept, addAddress, decline, switchAccount } from './answer-invitation.ts';
import { postponePassword, profile, setPassword, terms } from './complete-account.ts';
import { company, joinCompany, saveCompany } from './create-company.ts';
import { handOver } from './hand-over.ts';
import { askRecovery, finishRecoveryStep } from './lost-factors.ts';
import { addPasskeyStep, passkey } from './passkey.ts';
import { chooseMethod, code, identify, password, resendCode } from './prove-identity.ts';
import { requestLink } from './request-new-link.ts';
import { chooseFactor, secondFactor } from './second-factor.ts';
import type { Step } from './step.ts';
import { printedCode } from './type-printed-code.ts';
import { enter, noteApprover, withdrawRequest } from './wait-for-decision.ts';

/** The whole of every flow as one table: what can be submitted, from which page, and what it meets. */
export const STEPS = {
  accept,
  decline,
  'switch-account': switchAccount,
  'add-address': addAddress,
  identify,
  'choose-method': chooseMethod,
  password,
  code,
  'resend-code': resendCode,
  'printed-code': printedCode,
  'set-password': setPassword,
  'postpone-password': postponePassword,
  'choose-factor': chooseFactor,
  'second-factor': secondFactor,
  'begin-factor': beginFactor,
  'add-factor': addFactor,
  'postpone-factor': postponeFactor,
  'keep-codes': keepCodes,
  'ask-recovery': askRecovery,
  'finish-recovery': finishRecoveryStep,
  passkey,
  'add-passkey': addPasskeyStep,
  terms,
  profile,
  company,
  'save-company': saveCompany,
  'join-company': joinCompany,
  'note-approver': noteApprover,
  'withdraw-request': withdrawRequest,
  enter,
  'hand-over': handOver,
  'request-link': requestLink,
} as unknown as { readonly [S in StepName]: Step<S, never> };
