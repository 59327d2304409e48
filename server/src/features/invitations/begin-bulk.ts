import type { BulkInvitations, InvitationAction } from '@gatehouse/contract/bulk';
import type { OperationKind } from '@gatehouse/contract/operations';
import type { Ability } from '@gatehouse/contract/route';
import type { Caller, MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { SECOND } from '../../kernel/clock.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { beginMany, type ManyOf } from '../operations/index.ts';
import { invitationAbilities } from './domain/invitation-policy.ts';
import { keepInvitationsOf } from './invitation-list-read-model.ts';
import { countInvitations, findPositions } from './invitation-page-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

type Act = { readonly kind: OperationKind; readonly ability: keyof typeof invitationAbilities & Ability };

const ACTS: Record<InvitationAction, Act> = {
  resend: { kind: 'resend-invitations', ability: 'invitations.resend' },
  extend: { kind: 'extend-invitations', ability: 'invitations.resend' },
  revoke: { kind: 'revoke-invitations', ability: 'invitations.revoke' },
  export: { kind: 'export-invitations', ability: 'invitations.read' },
};

/** What was sent cannot be called back: until then nothing is. */
const TAKEN_BACK_WITHIN = 10 * SECOND;

/** True when one of the roles has the right that an action needs. */
export function mayAct({ roles }: Pick<MembershipView, 'roles'>, action: InvitationAction): boolean {
  const allowed: readonly string[] = invitationAbilities[ACTS[action].ability];
  return roles.some((role) => allowed.includes(role));
}

/**
 * Begins something on many invitations: those with these ids, or all that match. Answers the operation's id.
 * @throws AppError FORBIDDEN, NOT-FOUND, OPERATION-EMPTY, OPERATION-TOO-MANY, OPERATION-COUNT, RATE-LIMITED
 */
export async function beginBulk(
  services: Pick<MessagingServices, 'database' | 'clock' | 'rateLimits'>,
  caller: Caller,
  place: MembershipView,
  createdBy: string,
  { action, days, ...chosen }: BulkInvitations,
): Promise<string> {
  if (!mayAct(place, action)) throw new AppError('FORBIDDEN');
  const { organizationId } = place;
  const filters = narrowingOf(chosen.filter ?? {});
  const query = { organizationId, filters, sort: 'newest', now: services.clock.now() } as const;
  const list = {
    keep: (tx, ids) => keepInvitationsOf(tx, organizationId, ids),
    find: (tx, limit) => findPositions(tx, query, { after: null, limit }),
    count: (tx, most) => countInvitations(tx, query, most),
  } satisfies ManyOf;
  const delay = action === 'resend' ? TAKEN_BACK_WITHIN : 0;
  const act =
    action === 'export' ? ({ exports: 'invitations' } as const) : { kind: ACTS[action].kind, input: { days }, delay };
  return beginMany(services, caller, { organizationId, createdBy }, chosen, list, act);
}
