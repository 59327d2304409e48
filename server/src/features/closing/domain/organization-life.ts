import type { StandingState } from '@gatehouse/contract/closing';

/** How an organization stands. `deleting`: suspended, and its deletion is asked for. */
export type Life = StandingState | 'pending-approval' | 'rejected' | 'deleted';

export type LifeChange = 'suspended' | 'resumed' | 'deletion-asked' | 'kept' | 'deleted';

/** From where each leads, and where to. The guarded updates of closing-store.ts are the twin. */
export const LIFE_CHANGES: Readonly<
  Record<LifeChange, { readonly from: readonly Life[]; readonly to: Life | 'before' }>
> = {
  suspended: { from: ['active'], to: 'suspended' },
  resumed: { from: ['suspended'], to: 'active' },
  'deletion-asked': { from: ['active', 'suspended'], to: 'deleting' },
  kept: { from: ['deleting'], to: 'before' },
  deleted: { from: ['deleting'], to: 'deleted' },
};

export type LifeRow = {
  readonly state: 'active' | 'pending-approval' | 'rejected' | 'suspended' | 'deleted';
  readonly suspendedAt: Date | null;
  readonly deletionDueAt: Date | null;
};

export function lifeOf({ state, deletionDueAt }: Pick<LifeRow, 'state' | 'deletionDueAt'>): Life {
  return state === 'suspended' && deletionDueAt !== null ? 'deleting' : state;
}

/** Where a change leads; null: it is not possible from there. Once it is due, a deletion is not taken back (`kept`). */
export function lifeAfter(row: LifeRow, change: LifeChange, now: Date): Life | null {
  const life = lifeOf(row);
  const { from, to } = LIFE_CHANGES[change];
  if (!from.includes(life)) return null;
  const isDue = row.deletionDueAt !== null && row.deletionDueAt <= now;
  if ((change === 'kept' && isDue) || (change === 'deleted' && !isDue)) return null;
  return to === 'before' ? (row.suspendedAt === null ? 'active' : 'suspended') : to;
}

/** Who closes or reopens an organization, and of which organization they act; `null`: of the installation. */
export type Side = 'owner' | 'supplier' | 'operator';

/**
 * Whether a deletion may be taken back from this side, for the organization `of`; `askedBy`: that of whoever asked for it, null for
 * the installation. An owner takes back what an owner or the supplier asked for, a supplier what it did itself, the operator all.
 */
export function mayKeep(side: Side, of: string | null, askedBy: string | null): boolean {
  if (side === 'operator') return true;
  return side === 'owner' ? askedBy !== null : askedBy === of;
}
