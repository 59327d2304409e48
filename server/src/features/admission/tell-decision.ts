import type { Transaction } from '../../platform/database/database.ts';
import { findAccountLocale, listVerifiedAddresses } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { type ApprovalRow, findOrganization } from '../organizations/index.ts';
import { enqueueWelcomeMail } from './admission-messages.ts';

export type Decided = {
  readonly supplierId: string;
  readonly asked: ApprovalRow;
  readonly state: 'approved' | 'rejected';
  readonly reason: string | null;
};

/** Tells the person what was decided about their company, unless they do not want to be told. */
export async function tellDecision(
  services: MessagingServices,
  tx: Transaction,
  { supplierId, asked, state }: Decided,
): Promise<void> {
  const supplier = await findOrganization(tx, supplierId);
  const [address] = await listVerifiedAddresses(tx, asked.accountId);
  if (!supplier || !address || !asked.notify || state !== 'approved') return;
  await enqueueWelcomeMail(services, tx, {
    organizationId: supplierId,
    accountId: asked.accountId,
    to: address.canonical,
    locale: (await findAccountLocale(tx, asked.accountId)) ?? supplier.locale,
    senderName: supplier.name,
    productName: supplier.productName,
    companyName: asked.companyName,
    isOwner: true,
    support: supplier.supportContact || null,
  });
}
