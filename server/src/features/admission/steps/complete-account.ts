import type { AddressKind } from '@gatehouse/contract/fields';
import { AppError } from '../../../kernel/app-error.ts';
import {
  endPasswordLinks,
  hashNewPassword,
  listPasswordHashes,
  normalizePassword,
  updateProfile,
  upsertPassword,
} from '../../accounts/index.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import { insertInvitationEvent, moveInvitation } from '../../invitations/index.ts';
import { distrustDevices, endOtherSessions } from '../../sessions/index.ts';
import { enqueueSecurityNotice } from '../../sign-in/index.ts';
import { speakerOf } from '../admission-row.ts';
import { firstOpen } from '../domain/requirement.ts';
import { endOtherFlows, insertConsent, updateFlow } from '../flow-store.ts';
import { actingAccount, actingCaller, addressOf, type Situation } from '../load-situation.ts';
import { type Preparation, type StepContext, step } from './step.ts';

/** The words that a new password may not hold. */
export function passwordContext(situation: Situation) {
  const { row } = situation;
  const places = row.passwordPolicies ?? [];
  return {
    email: addressOf(situation).shown,
    name: row.accountName ?? '',
    organizationName: [row.organizationName ?? '', ...places.map(({ name }) => name)].join(' ').trim(),
    productName: [row.productName ?? '', ...places.map((place) => place.productName)].join(' ').trim(),
  };
}

export const setPassword = step<'set-password', string>({
  at: ['set-password'],
  requirement: 'credential-set',
  prepare: async (preparation, input) => {
    const { services, situation } = preparation;
    await mustBeAnother(preparation, input.password);
    return hashNewPassword(services, input.password, situation.wanted, passwordContext(situation));
  },
  run: async (context, _input, hash) => {
    if (!hash) throw new AppError('FLOW-STEP-WRONG');
    const { tx, flowId, situation, caller, now } = context;
    const accountId = actingAccount(situation);
    await upsertPassword(tx, accountId, hash, now);
    // Whoever chose it knows it: it counts as typed. Not so after a link or a temporary one, which are no proof of what
    // matters (security.md S22).
    const isRecovery = situation.facts.kind === 'recovery';
    const isSent = isRecovery || situation.facts.flow?.authenticatedBy.includes('temporary-password');
    if (situation.facts.flow?.authenticatedAt && !isSent)
      await updateFlow(tx, flowId, { authenticated: { at: now, by: 'password' } });
    if (isRecovery || situation.facts.account?.passwordDue || situation.facts.account?.passwordSetAt)
      await endTheOld(context, accountId);
    const subject = { type: 'account', id: accountId };
    const event = { organizationId: null, action: 'account.password-set', subject } as const;
    await recordAuditEvent(tx, actingCaller(caller, situation), now, event);
    await tell({ tx, situation, now }, accountId, 'password-set');
    return undefined;
  },
});

/** "Later": somebody who was added goes on signing in with codes. */
export const postponePassword = step<'postpone-password'>({
  at: ['set-password'],
  requirement: 'credential-set',
  when: ({ mayPostponePassword, requirements }) =>
    mayPostponePassword && firstOpen(requirements)?.name === 'credential-set',
  run: async ({ tx, flowId, now }) => {
    await updateFlow(tx, flowId, { passwordPostponedAt: now });
    return undefined;
  },
});

/** What an administrator or a policy wants replaced is replaced by another one. */
async function mustBeAnother({ services, situation }: Preparation, typed: string): Promise<void> {
  const { account } = situation.facts;
  const open = firstOpen(situation.requirements);
  if (situation.facts.kind === 'recovery' || open?.name !== 'new-password' || !account) return;
  const typedNow = normalizePassword(typed);
  for (const hash of await listPasswordHashes(services.database, account.id)) {
    if (!(await services.passwordHasher.verify(hash, typedNow)).fits) continue;
    throw new AppError('REQUEST-INVALID', {}, [{ path: 'password', code: 'PASSWORD-UNCHANGED', params: {} }]);
  }
}

/**
 * A password took the place of another one. Whoever had that one, or got in with it, has nothing left: sessions, ways in that
 * are half done, links, and browsers that were trusted (security.md A2, A4). The owner is told.
 */
async function endTheOld(context: StepContext, accountId: string): Promise<void> {
  const { services, tx, caller, client, flowId, situation, now } = context;
  // Whoever is signed in here, and proved nothing else in this flow, goes on with that session.
  const kept = situation.facts.flow?.authenticatedAt ? '' : (client.session?.sessionId ?? '');
  await endOtherSessions(tx, accountId, kept, now);
  await endOtherFlows(tx, accountId, flowId, now);
  await endPasswordLinks(tx, accountId, now);
  await distrustDevices(tx, accountId);
  const { productName, door } = speakerOf(situation.row);
  const kind = situation.facts.account?.passwordSetAt ? 'password-changed' : 'password-set';
  const notice = { accountId, kind, productName, door, organizationId: null } as const;
  await enqueueSecurityNotice(services, tx, caller, notice, now);
}

export const terms = step<'terms'>({
  at: ['terms'],
  requirement: 'terms-accepted',
  run: async ({ tx, situation, caller, now, flowId }, { version }) => {
    const accountId = actingAccount(situation);
    const { termsOrganizationId, termsVersion, legal, invitationId } = situation.row;
    if (!termsOrganizationId || !termsVersion) throw new AppError('FLOW-STEP-WRONG');
    if (version !== termsVersion) throw new AppError('TERMS-CHANGED');
    const documents = {
      terms: legal?.termsUrl || null,
      privacy: legal?.privacyUrl || null,
      shares: sharedData(situation),
    };
    const consent = {
      accountId,
      organizationId: termsOrganizationId,
      version,
      documents,
      locale: caller.locale,
      ip: caller.ip,
    };
    await insertConsent(tx, consent, now);
    const subject = { type: 'account', id: accountId };
    const event = {
      organizationId: termsOrganizationId,
      action: 'consent.given',
      subject,
      change: { version },
    } as const;
    await recordAuditEvent(tx, actingCaller(caller, situation), now, event);
    if (invitationId) await moveInvitation(tx, invitationId, 'consented', now);
    await tell({ tx, situation, now }, accountId, 'terms-accepted');
    await updateFlow(tx, flowId, { locale: caller.locale });
    return undefined;
  },
});

/** What the inviting organization will see of a person: of addresses the kinds that this way in is about. */
export function sharedData({ facts }: Situation) {
  const addresses = facts.addresses.map(({ kind }) => kind);
  return ['name', ...addresses, 'company', 'sign-in-times'] as ('name' | AddressKind | 'company' | 'sign-in-times')[];
}

export const profile = step<'profile'>({
  at: ['profile'],
  requirement: 'profile-complete',
  run: async ({ tx, situation, now }, { name }) => {
    await updateProfile(tx, actingAccount(situation), { name }, now);
    return undefined;
  },
});

async function tell(
  { tx, situation, now }: Pick<StepContext, 'tx' | 'situation' | 'now'>,
  accountId: string,
  event: string,
): Promise<void> {
  const { invitationId } = situation.row;
  if (invitationId) await insertInvitationEvent(tx, invitationId, event, { type: 'account', id: accountId }, now);
}
