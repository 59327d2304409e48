import type { FlowStep } from '@gatehouse/contract/flows';
import { maskAddress, phoneAddress } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findTotpSetup, isDecidable } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import { factorsFor, recoveryState } from './domain/second-factor.ts';
import { findShownOnce } from './flow-store.ts';
import { actingAccount, type Situation } from './load-situation.ts';
import { passkeyUse } from './passkey-use.ts';
import { findSmsSetUp, type SmsSetUp } from './send-factor-code.ts';
import { shownOnceContext } from './steps/add-factor.ts';

type FactorStepName = 'second-factor' | 'add-factor' | 'recovery-codes';

/** The pages of the second step: using a factor, setting one up, and the codes that stand in for a lost one. */
export async function presentFactorStep(
  services: MessagingServices,
  situation: Situation,
  name: FactorStepName,
  flowId: string,
): Promise<FlowStep> {
  if (name === 'second-factor') return usingStep(services, situation);
  if (name === 'add-factor') return addingStep(services, situation);
  const sealed = await findShownOnce(services.database, flowId);
  const codes = sealed ? (JSON.parse(services.secretBox.open(sealed, shownOnceContext(flowId))) as string[]) : [];
  return { name, codes };
}

async function usingStep(services: MessagingServices, situation: Situation): Promise<FlowStep> {
  const now = services.clock.now();
  const { facts, trustDays, row } = situation;
  const state = recoveryState(facts.account, now);
  const askable = facts.kind === 'sign-in' && state === 'none' ? (row.factors?.home ?? null) : null;
  const mine = factorsFor(facts);
  const chosen = facts.flow?.factor;
  const factor = chosen && mine.includes(chosen) ? chosen : (mine[0] ?? null);
  return {
    name: 'second-factor',
    factor,
    others: mine.filter((other) => other !== factor),
    canUsePasskey: passkeyUse(situation) !== null,
    smsTo: mine.includes('sms') && row.factors?.smsTo ? maskAddress(row.factors.smsTo) : null,
    trustDays: trustDays > 0 && facts.kind !== 'confirm' && facts.kind !== 'recovery' ? trustDays : null,
    recovery: {
      askable,
      decider: (await isDecided(services, situation, askable !== null)) ? 'organization' : 'operator',
      state,
      readyAt: state === 'none' ? null : (facts.account?.factors.recovery?.readyAt.toISOString() ?? null),
    },
  };
}

/** Whether somebody of the organization may decide, looked up where a request stands or could be made. */
async function isDecided({ database }: MessagingServices, { facts: { account } }: Situation, askable: boolean) {
  if (account && askable) return isDecidable(database, account.id);
  return account?.factors.recovery?.decidable ?? true;
}

async function addingStep(services: MessagingServices, situation: Situation): Promise<FlowStep> {
  const { row, mayPostpone, facts } = situation;
  const sms = await findSmsSetUp(services.database, situation);
  const chosen = sms !== null && facts.flow?.factor === 'sms';
  const of = {
    accountId: actingAccount(situation),
    label: row.shown || row.identifier || row.accountName,
    issuer: speakerOf(row).productName,
  };
  return {
    name: 'add-factor',
    factors: sms === null ? ['totp'] : ['totp', 'sms'],
    smsTo: shownNumber(sms),
    smsSent: chosen && sms.number !== null,
    asksNumber: chosen && sms.number === null,
    mayType: sms?.mayType ?? false,
    totp: chosen ? null : await findTotpSetup(services, services.database, of),
    organizationName: row.organizationName,
    canPostpone: mayPostpone,
  };
}

function shownNumber(sms: SmsSetUp | null): string | null {
  if (!sms || sms.number === null) return null;
  return sms.isTyped ? phoneAddress(sms.number).shown : maskAddress(sms.number);
}
