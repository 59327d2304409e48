import type { Welcome } from '@gatehouse/contract/organizations';
import type { Services } from '../../platform/services.ts';
import { findWelcome, recordProgress } from './welcome-store.ts';

export type WelcomeItem = Welcome['checklist'][number]['item'];

const ITEMS: readonly WelcomeItem[] = ['company', 'profile', 'invite', 'help'];

/** What the welcome page and the portal's checklist show; null when the account has no place in the organization. */
export async function getWelcome(
  services: Pick<Services, 'database'>,
  accountId: string,
  organization: string,
): Promise<Welcome | null> {
  const row = await findWelcome(services.database, accountId, organization);
  if (!row) return null;
  const done = new Set(row.done ?? []);
  return {
    organization: { id: row.id, name: row.name, slug: row.slug },
    host: row.hostName
      ? { name: row.hostName, productName: row.hostProductName ?? row.hostName, contact: row.hostContact }
      : null,
    links: row.links ?? [],
    // To stand here is to have the company.
    checklist: ITEMS.map((item) => ({ item, done: item === 'company' || done.has(item) })),
    hidden: row.hidden,
  };
}

/** Ticks an item or hides the checklist. */
export async function updateWelcome(
  services: Pick<Services, 'database' | 'clock'>,
  accountId: string,
  organizationId: string,
  change: { done?: WelcomeItem | undefined; hidden?: boolean | undefined },
): Promise<void> {
  await recordProgress(services.database, accountId, organizationId, {
    done: change.done ? [change.done] : [],
    hiddenAt: change.hidden ? services.clock.now() : null,
  });
}
