import type { Policies } from '@gatehouse/contract/organizations';
import type { Role } from '@gatehouse/contract/roles';
import type { Ability } from '@gatehouse/contract/route';

/** Who may do what with an organization itself. */
export const organizationAbilities = {
  'companies.read': ['owner', 'administrator', 'inviter'],
  'companies.decide': ['owner', 'administrator'],
  'people.read': ['owner', 'administrator', 'support'],
  'join-requests.read': ['owner', 'administrator'],
  'join-requests.decide': ['owner', 'administrator'],
  'sign-in-events.read': ['owner', 'administrator', 'support'],
  'audit-events.read': ['owner', 'administrator', 'support'],
  'settings.read': ['owner', 'administrator'],
  'settings.update': ['owner', 'administrator'],
  'message-texts.update': ['owner', 'administrator'],
} as const satisfies Partial<Record<Ability, readonly Role[]>>;

/** What holds where an organization has decided nothing (ux.md s. 1.3; security.md S1). */
export const DEFAULT_POLICIES: Policies = {
  mailboxProof: 'code',
  invitationDays: 7,
  passwordMinLength: 15,
  selfServiceRenewal: true,
  addAddress: true,
  reminders: true,
  companyApproval: false,
};

/** The decided policies over the defaults. */
export function policiesOf(decided: Partial<Policies>): Policies {
  return { ...DEFAULT_POLICIES, ...decided };
}
