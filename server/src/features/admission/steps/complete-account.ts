import type { AddressKind } from '@gatehouse/contract/fields';
import { AppError } from '../../../kernel/app-error.ts';
import { hashNewPassword, updateProfile, upsertPassword } from '../../accounts/index.ts';
import { recordAuditEvent } from '../../audit/index.ts';
import { insertInvitationEvent, moveInvitation } from '../../invitations/index.ts';
import { policiesOf } from '../../organizations/index.ts';
import { insertConsent, updateFlow } from '../flow-store.ts';
import { actingAccount, addressOf, type Situation } from '../load-situation.ts';
import { type StepContext, step } from './step.ts';

/** The words that a new password may not hold. */
export function passwordContext(situation: Situation) {
  const { row } = situation;
  return {
    email: addressOf(situation).shown,
    name: row.accountName ?? '',
    organizationName: row.organizationName ?? '',
    productName: row.productName ?? '',
  };
}

export const setPassword = step<'set-password', string>({
  at: ['set-password'],
  requirement: 'credential-set',
  prepare: ({ services, situation }, input) => {
    const { passwordMinLength } = policiesOf(situation.row.policies ?? {});
    return hashNewPassword(services, input.password, passwordMinLength, passwordContext(situation));
  },
  run: async ({ tx, flowId, situation, caller, now }, _input, hash) => {
    if (!hash) throw new AppError('FLOW-STEP-WRONG');
    const accountId = actingAccount(situation);
    await upsertPassword(tx, accountId, hash, now);
    // Whoever chose it knows it: it counts as typed.
    if (situation.facts.flow?.authenticatedAt)
      await updateFlow(tx, flowId, { authenticated: { at: now, by: 'password' } });
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.password-set', subject });
    await tell({ tx, situation, now }, accountId, 'password-set');
    return undefined;
  },
});

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
    await recordAuditEvent(tx, caller, now, event);
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
