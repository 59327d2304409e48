import type { PrintedSheet } from '@gatehouse/contract/printed-sheets';
import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, printCode } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { OrganizationRow } from '../organizations/index.ts';
import { unlockAccount } from '../sign-in/index.ts';
import type { ResetFacts } from './reset-read-model.ts';

export type SheetOf = {
  readonly accountId: string;
  readonly facts: ResetFacts;
  readonly organization: OrganizationRow;
  /** Who prints it. */
  readonly by: string;
};

/**
 * What is handed over on paper to somebody whom no message reaches. The code stands in this answer and nowhere else. Wrong tries
 * from before do not keep its person out.
 */
export async function printSheet(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  { accountId, facts, organization, by }: SheetOf,
  now: Date,
): Promise<PrintedSheet> {
  const identifier = facts.emailCanonical ?? facts.phoneCanonical ?? '';
  const request = { accountId, identifier, organizationId: organization.id, begunBy: by };
  const { code, expiresAt } = await printCode(services, tx, caller, request, now);
  await unlockAccount(tx, accountId);
  return {
    code,
    expiresAt: expiresAt.toISOString(),
    timeZone: organization.timeZone || null,
    locale: (await findAccountLocale(tx, accountId)) ?? organization.locale,
    name: facts.name,
    identifier: facts.email ?? facts.phone ?? '',
    url: `${services.publicUrl}/forgot`,
    productName: organization.productName,
    organizationName: organization.name,
  };
}
