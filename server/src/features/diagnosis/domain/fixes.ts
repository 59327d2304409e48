import { API_BASE, allRoutes } from '@gatehouse/contract/api';
import type { DiagnosisFix, Verdict } from '@gatehouse/contract/diagnosis';
import type { Ability } from '@gatehouse/contract/route';
import type { Findings } from './findings.ts';

type Action = DiagnosisFix['action'];
export type Fix = Omit<DiagnosisFix, 'label'>;

/** What helps against each verdict, the best first. The first that is possible here is the main one. */
const REMEDIES: Readonly<Record<Verdict, readonly Action[]>> = {
  unknown: ['invite'],
  'cut-link': ['copy-help-link'],
  'no-reference': [],
  'server-error': [],
  suppressed: ['copy-help-link'],
  queued: ['open-invitation'],
  'not-delivered': ['resend', 'correct-address'],
  bounced: ['correct-address'],
  'not-opened': ['resend', 'correct-address'],
  proving: ['resend', 'open-invitation'],
  expired: ['resend', 'correct-address'],
  superseded: ['invite-again'],
  revoked: ['invite-again'],
  declined: ['invite-again'],
  'wrong-account': ['resend', 'open-invitation'],
  'no-password': ['resend', 'open-invitation'],
  'no-second-factor': ['resend', 'open-invitation', 'copy-help-link'],
  terms: ['resend', 'open-invitation'],
  profile: ['resend', 'open-invitation'],
  company: ['resend', 'open-invitation'],
  waiting: ['approve', 'open-invitation'],
  rejected: ['resend', 'invite', 'open-invitation'],
  'account-disabled': ['copy-help-link'],
  suspended: ['restore-membership'],
  removed: ['invite-again', 'invite'],
  'organization-suspended': [],
  'one-press': ['resend', 'open-invitation'],
  failing: ['copy-help-link'],
  fine: ['copy-help-link'],
};

/** Who asks, for which organization. */
export type Asker = {
  readonly organizationId: string;
  readonly slug: string;
  readonly may: (ability: Ability) => boolean;
};

/** `helpUrl`: the page of the door where people help themselves. */
export type FixPlace = Asker & { readonly helpUrl: string };

/** What can be done here and now, by whoever asks. */
export function fixesFor(verdict: Verdict, findings: Findings, place: FixPlace): Fix[] {
  return REMEDIES[verdict].flatMap((action) => MAKERS[action](findings, place) ?? []).filter(isServed);
}

/** Nothing is offered that this release has no route for. */
function isServed({ method, href }: Fix): boolean {
  return method === 'GET' || POSTS.some((pattern) => pattern.test(href));
}

const POSTS = allRoutes()
  .filter(({ route }) => route.method === 'POST')
  .map(({ route }) => new RegExp(`^${API_BASE}${route.path.replace(/\{\w+\}/g, '[^/]+')}$`));

type Maker = (findings: Findings, place: FixPlace) => Fix | null;

const ENDS = new Set(['accepted', 'declined', 'revoked', 'superseded']);

const MAKERS: Readonly<Record<Action, Maker>> = {
  invite: ({ address, suppressed }, { slug, may }) => {
    if (!may('invitations.create') || suppressed) return null;
    const search = address ? `?email=${encodeURIComponent(address)}` : '';
    return { action: 'invite', method: 'GET', href: `/console/${slug}/invitations/new${search}` };
  },
  'invite-again': ({ invitation, address, suppressed }, { organizationId, may }) => {
    if (!invitation || !address || suppressed || !may('invitations.create')) return null;
    const { kind, name } = invitation;
    const roles = kind === 'member' ? { roles: [...invitation.roles] } : {};
    const body = { kind, to: { email: address }, ...(name ? { name } : {}), ...roles };
    return {
      action: 'invite-again',
      method: 'POST',
      href: `/api/v1/organizations/${organizationId}/invitations`,
      body,
    };
  },
  resend: ({ invitation, suppressed }, { organizationId, may }) => {
    if (!invitation || ENDS.has(invitation.state) || suppressed || !may('invitations.resend')) return null;
    const href = `/api/v1/organizations/${organizationId}/invitations/${invitation.id}/resend`;
    return { action: 'resend', method: 'POST', href };
  },
  'correct-address': ({ invitation }, { organizationId, may }) => {
    if (!invitation || ENDS.has(invitation.state) || !may('invitations.correct')) return null;
    const href = `/api/v1/organizations/${organizationId}/invitations/${invitation.id}/correct`;
    // The address is what whoever presses it types.
    return { action: 'correct-address', method: 'POST', href, body: { to: { email: '' } } };
  },
  approve: ({ joinRequest }, { organizationId, may }) => {
    if (joinRequest?.state !== 'requested' || !may('join-requests.decide')) return null;
    const href = `/api/v1/organizations/${organizationId}/join-requests/${joinRequest.id}/decision`;
    return { action: 'approve', method: 'POST', href, body: { decision: 'approve' } };
  },
  'restore-membership': ({ member }, { organizationId, may }) => {
    if (!member || !may('people.manage')) return null;
    const href = `/api/v1/organizations/${organizationId}/members/${member.id}/restore`;
    return { action: 'restore-membership', method: 'POST', href, body: {} };
  },
  'open-invitation': ({ invitation }, { slug, may }) => {
    if (!invitation || !may('invitations.read')) return null;
    return { action: 'open-invitation', method: 'GET', href: `/console/${slug}/invitations/${invitation.id}` };
  },
  'copy-help-link': (_findings, { helpUrl }) => ({ action: 'copy-help-link', method: 'GET', href: helpUrl }),
};
