import type { Setup } from '@gatehouse/contract/organizations';
import type { Caller } from '../../kernel/actor.ts';
import { AppError, atPath } from '../../kernel/app-error.ts';
import { HOUSE_NAME } from '../../kernel/door-brand.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import type { Services } from '../../platform/services.ts';
import { claimAddress, hashNewPassword, parseEmailAddress, upsertPassword } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { createOrganization } from './create-organization.ts';
import { DEFAULT_POLICIES } from './domain/organization-policy.ts';
import { completeInstallation, findFirstProductName, getInstallation, setSetupToken } from './installation-store.ts';

/** Makes the one-time set-up token, or takes the preset one; null when the installation has an owner already. */
export async function prepareSetup(
  services: Pick<Services, 'database'>,
  preset: string | null,
): Promise<string | null> {
  const { done } = await getInstallation(services.database);
  if (done) return null;
  const token = preset ?? newToken();
  await setSetupToken(services.database, hashToken(token));
  return token;
}

export async function isSetUp(services: Pick<Services, 'database'>): Promise<boolean> {
  return (await getInstallation(services.database)).done;
}

/** What the installation's first organization calls the place. */
export async function findHostProductName(services: Pick<Services, 'database'>): Promise<string> {
  return (await findFirstProductName(services.database)) ?? HOUSE_NAME;
}

/**
 * First run: the first organization and its owner, once (ASVS 6.3.2). Whoever holds the token runs this server, so the
 * owner's address counts as proven.
 * @throws AppError SETUP-DONE, SETUP-TOKEN-WRONG, REQUEST-INVALID
 */
export async function setUpInstallation(
  services: Services,
  caller: Caller,
  setup: Setup,
): Promise<{ accountId: string; organizationId: string }> {
  const installation = await getInstallation(services.database);
  if (installation.done) throw new AppError('SETUP-DONE');
  if (!installation.tokenHash?.equals(hashToken(setup.token))) throw new AppError('SETUP-TOKEN-WRONG');
  const address = ownerAddress(setup.owner.email);
  const context = { ...setup.owner, email: address.shown, organizationName: setup.organization.name, productName: '' };
  const wanted = { minLength: DEFAULT_POLICIES.passwordMinLength };
  const hash = await hashNewPassword(services, setup.owner.password, wanted, context, 'owner.password');
  const now = services.clock.now();
  const locale = setup.organization.locale ?? caller.locale;
  return services.database.transaction(async (tx) => {
    if (!(await completeInstallation(tx, hashToken(setup.token), now))) throw new AppError('SETUP-DONE');
    const operator = { ...caller, actor: { type: 'operator' } } as const;
    const claim = { address, by: 'setup', accountId: null, name: setup.owner.name, locale } as const;
    const { accountId } = await claimAddress(tx, operator, claim, now);
    await upsertPassword(tx, accountId, hash, now);
    const draft = {
      name: setup.organization.name,
      locale,
      country: setup.organization.country ?? null,
      registrationNumber: null,
      registrationKey: null,
      differentCompanyReason: null,
      address: '',
      phone: '',
      timeZone: setup.organization.timeZone ?? '',
      productName: HOUSE_NAME,
    };
    const organizationId = await createOrganization(
      tx,
      operator,
      draft,
      accountId,
      { invitationId: null, needsApproval: false },
      now,
    );
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, operator, now, { organizationId, action: 'installation.set-up', subject });
    return { accountId, organizationId };
  });
}

function ownerAddress(email: string) {
  try {
    return parseEmailAddress(email);
  } catch (error) {
    throw atPath(error, 'owner.email');
  }
}
