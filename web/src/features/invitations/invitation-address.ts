import type { Invitation } from '@gatehouse/contract/invitations';

/** To whom it goes, for people to read: an e-mail address, a number, or both. */
export function addressesOf({ to }: Pick<Invitation, 'to'>): string[] {
  return [to.email, to.phoneShown].filter((address) => address !== null);
}

/** The one that an invitation is known by. */
export function addressOf(invitation: Pick<Invitation, 'to'>): string {
  return addressesOf(invitation)[0] ?? '';
}
