import { isCountry } from '@gatehouse/contract/countries';
import type { OrganizationSettings, UpdateSettings } from '@gatehouse/contract/organizations';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { policiesOf } from './domain/organization-policy.ts';
import { findOrganization, type OrganizationRow, updateOrganization } from './organization-store.ts';

/** Settings as they hold, defaults filled in. @throws AppError NOT-FOUND */
export async function getSettings(services: Pick<Services, 'database'>, id: string): Promise<OrganizationSettings> {
  const row = await findOrganization(services.database, id);
  if (!row) throw new AppError('NOT-FOUND');
  return presentSettings(row);
}

/** Changes what is given and leaves the rest; the record holds before and after, and why. @throws AppError NOT-FOUND */
export async function updateSettings(
  services: Services,
  caller: Caller,
  id: string,
  change: UpdateSettings,
): Promise<OrganizationSettings> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const before = await findOrganization(tx, id);
    const after = await updateOrganization(tx, id, {
      name: change.name ?? null,
      country: change.country ?? null,
      policies: change.policies ?? null,
      welcomeLinks: change.welcomeLinks ?? null,
      legal: change.legal ?? null,
    });
    if (!before || !after) throw new AppError('NOT-FOUND');
    refuseCountry(after, change.country);
    await recordAuditEvent(tx, caller, now, {
      organizationId: id,
      action: 'organization.settings-changed',
      subject: { type: 'organization', id },
      change: {
        ...changedOf(presentSettings(before), presentSettings(after)),
        ...(change.reason ? { reason: change.reason } : {}),
      },
    });
    return presentSettings(after);
  });
}

/** One that there is not, or another one than that of the registration number. @throws AppError REQUEST-INVALID */
function refuseCountry({ country }: OrganizationRow, wanted: string | undefined): void {
  if (wanted === undefined) return;
  if ((wanted === '' || isCountry(wanted)) && (country ?? '') === wanted) return;
  throw new AppError('REQUEST-INVALID', {}, [{ path: 'country', code: 'COUNTRY-INVALID', params: {} }]);
}

function presentSettings(row: OrganizationRow): OrganizationSettings {
  return {
    name: row.name,
    slug: row.slug,
    country: row.country ?? '',
    countryFixed: row.countryFixed,
    policies: policiesOf(row.policies),
    welcomeLinks: row.welcomeLinks,
    legal: { termsUrl: '', privacyUrl: '', version: '1', ...row.legal },
  };
}

function changedOf(before: OrganizationSettings, after: OrganizationSettings): Record<string, unknown> {
  const keys = Object.keys(after) as (keyof OrganizationSettings)[];
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(changed.map((key) => [key, { before: before[key], after: after[key] }]));
}
