import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { mintSecrets } from './invitation-messages.ts';
import { addInvitationSecrets } from './reminder-store.ts';

/**
 * One more link of an open invitation, for a message of ours to the invited person: whole, and short enough for a text
 * message. Earlier links stay good.
 */
export async function addInvitationLink(
  services: Pick<Services, 'secretBox' | 'publicUrl'>,
  tx: Transaction,
  invitationId: string,
  now: Date,
): Promise<{ link: string; shortLink: string }> {
  const { token, typedCode, hashes } = mintSecrets(services);
  await addInvitationSecrets(tx, invitationId, hashes, now);
  const base = `${services.publicUrl}/i`;
  return { link: `${base}/${token}`, shortLink: `${base}/${typedCode.replaceAll('-', '')}` };
}
