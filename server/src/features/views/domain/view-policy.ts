import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may keep views of lists. Which lists, the ability of each list says. */
export const viewAbilities = {
  'views.read': ['owner', 'administrator', 'inviter', 'support'],
  'views.share': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

export type Viewer = { readonly accountId: string; readonly mayShare: boolean };

/** One's own are one's own; shared ones are changed by those who may share. */
export function mayChange(view: { readonly ownerId: string; readonly shared: boolean }, by: Viewer): boolean {
  return view.shared ? by.mayShare : view.ownerId === by.accountId;
}

/** To be everybody's, or one's own again, is for its owner to say: nobody takes a view away by keeping it. */
export function mayMove(view: { readonly ownerId: string }, by: Viewer): boolean {
  return by.mayShare && view.ownerId === by.accountId;
}

/** Names are compared without regard to case or to the width of letters. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
