import type { InvitationPreview } from '@gatehouse/contract/invitation-preview';
import type { CreateInvitation } from '@gatehouse/contract/invitations';
import type { MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { measureSms } from '../../platform/sms/segments.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { listTakenAddresses } from './add-member.ts';
import { countryFor } from './create-invitation.ts';
import { draftInvitation, readInvitation } from './draft-invitation.ts';
import { findInvitationContext } from './invitation-context-read-model.ts';
import { invitationMessages, mintSecrets } from './invitation-messages.ts';

/** Stands where the secrets of a link would: whoever follows it is told that it is none. */
const NO_TOKEN = 'preview';
const NO_CODE = 'XXXX-XXXX-XX';

/**
 * What an invitation would say to whom it is for. In the language that is asked for, else that of the organization: what
 * somebody has chosen for their own account is not told. Nothing is written.
 * @throws AppError NOT-FOUND, REQUEST-INVALID, INV-ROLE-TOO-HIGH
 */
export async function previewInvitation(
  services: MessagingServices,
  place: MembershipView,
  inviterId: string,
  input: CreateInvitation,
): Promise<InvitationPreview> {
  const { organizationId } = place;
  const country = await countryFor(services, organizationId, input.to);
  const asked = readInvitation(services, place, input, country);
  const known = await findInvitationContext(services.database, organizationId, inviterId, []);
  if (!known) throw new AppError('NOT-FOUND');
  const by = { organizationId, inviterId };
  const invitation = { ...draftInvitation(asked, by, known, services.clock.now()), invitationId: NO_TOKEN };
  const secrets = { ...mintSecrets(services), token: NO_TOKEN, typedCode: NO_CODE };
  const messages = invitationMessages(services, invitation, known, secrets);
  const [previews, taken] = await Promise.all([
    services.notifications.previewOwed(messages),
    listTakenAddresses(services, organizationId, input.to),
  ]);
  return {
    messages: previews.map((preview) => ({
      ...preview,
      sms: preview.channel === 'sms' ? measureSms(preview.text) : null,
    })),
    taken,
  };
}
