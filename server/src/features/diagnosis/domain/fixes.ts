import { API_BASE, allRoutes } from '@gatehouse/contract/api';
import type { DiagnosisFix, Verdict } from '@gatehouse/contract/diagnosis';
import type { Ability } from '@gatehouse/contract/route';
import type { Findings } from './findings.ts';
import { helpFor } from './help.ts';

type Action = DiagnosisFix['action'];
export type Fix = Omit<DiagnosisFix, 'label'>;

/** What helps against each verdict, the best first. The first that is possible here is the main one. */
export const REMEDIES: Readonly<Record<Verdict, readonly Action[]>> = {
  unknown: ['invite'],
  'cut-link': ['copy-help-link'],
  'no-reference': [],
  'server-error': [],
  suppressed: ['copy-help-link'],
  scheduled: ['send-now', 'correct-address', 'open-invitation'],
  queued: ['open-invitation'],
  'not-delivered': ['resend', 'correct-address'],
  bounced: ['correct-address', 'open-invitation'],
  'not-opened': ['resend', 'send-instructions', 'correct-address'],
  'not-activated': ['resend-activation', 'send-instructions', 'correct-address'],
  proving: ['send-instructions', 'resend', 'open-invitation'],
  'old-link': ['resend', 'send-instructions', 'open-invitation'],
  'no-cookies': ['send-instructions', 'resend', 'open-invitation'],
  'wrong-codes': ['send-instructions', 'resend', 'open-invitation'],
  expired: ['resend', 'send-instructions', 'correct-address'],
  superseded: ['invite-again'],
  revoked: ['invite-again'],
  declined: ['invite-again'],
  'wrong-account': ['send-instructions', 'resend', 'open-invitation'],
  unverified: ['send-instructions', 'open-person'],
  'no-password': ['send-instructions', 'resend', 'open-invitation'],
  'no-second-factor': ['send-instructions', 'resend', 'open-person', 'open-invitation'],
  'lost-factor': ['decide-recovery', 'open-person'],
  'lost-factor-outside': ['open-person'],
  'lost-factor-approved': ['send-instructions', 'open-person'],
  'new-password': ['send-instructions', 'resend', 'open-person', 'open-invitation'],
  terms: ['send-instructions', 'resend', 'open-invitation'],
  profile: ['send-instructions', 'resend', 'open-invitation'],
  company: ['send-instructions', 'resend', 'open-invitation'],
  'company-rejected': ['send-instructions', 'resend', 'open-invitation'],
  'company-gone': ['send-instructions', 'resend', 'open-invitation'],
  'waiting-company': ['approve-company', 'send-instructions', 'open-invitation'],
  waiting: ['approve', 'send-instructions'],
  'waiting-elsewhere': ['send-instructions', 'open-invitation'],
  rejected: ['send-instructions', 'resend', 'invite', 'open-invitation'],
  'account-disabled': ['send-instructions', 'open-person'],
  suspended: ['restore-membership', 'send-instructions', 'open-person'],
  removed: ['invite-again', 'invite', 'open-person'],
  'organization-suspended': [],
  'seats-full': ['open-people', 'open-invitation'],
  'one-press': ['send-instructions', 'resend', 'open-invitation'],
  // It is good, and for them to type; another one ends it.
  'printed-code': ['open-person', 'reset-password'],
  'printed-code-over': ['reset-password', 'open-person'],
  locked: ['unlock', 'send-instructions', 'open-person'],
  failing: ['send-instructions', 'open-person', 'copy-help-link'],
  fine: ['send-instructions', 'open-person', 'copy-help-link'],
};

/** What lets somebody in who stands there now; the rest tells, or shows more. */
const MENDS = new Set<Action>([
  'reset-password',
  'open-people',
  'invite',
  'invite-again',
  'send-now',
  'resend',
  'resend-activation',
  'correct-address',
  'approve',
  'approve-company',
  'decide-recovery',
  'restore-membership',
  'unlock',
]);

/** Verdicts that nobody of an organization can change: who can is said in `diagnosis.nobody.<verdict>`. */
export const OUT_OF_HANDS = new Set<Verdict>([
  'cut-link',
  'no-reference',
  'server-error',
  'suppressed',
  'queued',
  'unverified',
  'waiting-elsewhere',
  'lost-factor-outside',
  'account-disabled',
  'organization-suspended',
]);

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
  const made = REMEDIES[verdict].flatMap((action) => MAKERS[action](findings, place, verdict) ?? []).filter(isServed);
  // One press does what the form would.
  const again = made.some(({ action }) => action === 'invite-again');
  return again ? made.filter(({ action }) => action !== 'invite') : made;
}

/**
 * Why there is no button that mends it: `out-of-hands` for nobody here could, `role` for somebody else here can. Null
 * where there is one, or where nothing is to be mended.
 */
export function whyNoFix(verdict: Verdict, fixes: readonly Fix[]): 'out-of-hands' | 'role' | null {
  if (OUT_OF_HANDS.has(verdict)) return 'out-of-hands';
  const mends = REMEDIES[verdict].filter((action) => MENDS.has(action));
  // Telling somebody how to go on helps where it is for them to go on; else somebody has to act.
  const tells = REMEDIES[verdict][0] === 'send-instructions';
  const helps = fixes.some(({ action }) => MENDS.has(action) || (tells && action === 'send-instructions'));
  return mends.length === 0 || helps ? null : 'role';
}

/** Nothing is offered that this release has no route for. */
function isServed({ method, href }: Fix): boolean {
  return method === 'GET' || POSTS.some((pattern) => pattern.test(href));
}

const POSTS = allRoutes()
  .filter(({ route }) => route.method === 'POST')
  .map(({ route }) => new RegExp(`^${API_BASE}${route.path.replace(/\{\w+\}/g, '[^/]+')}$`));

type Maker = (findings: Findings, place: FixPlace, verdict: Verdict) => Fix | null;

const ENDS = new Set(['accepted', 'declined', 'revoked', 'superseded']);

const api = ({ organizationId }: FixPlace, path: string) => `/api/v1/organizations/${organizationId}/${path}`;

const MAKERS: Readonly<Record<Action, Maker>> = {
  invite: ({ address, suppressed }, { slug, may }) => {
    if (!may('invitations.create') || suppressed) return null;
    const search = address ? `?${address.startsWith('+') ? 'phone' : 'email'}=${encodeURIComponent(address)}` : '';
    return { action: 'invite', method: 'GET', href: `/console/${slug}/invitations/new${search}` };
  },
  'invite-again': ({ invitation, address, suppressed }, place) => {
    if (!invitation || !address || suppressed || !place.may('invitations.create')) return null;
    const { kind, name } = invitation;
    const roles = kind === 'member' ? { roles: [...invitation.roles] } : {};
    const to = address.startsWith('+') ? { phone: address } : { email: address };
    const body = { kind, to, ...(name ? { name } : {}), ...roles };
    return { action: 'invite-again', method: 'POST', href: api(place, 'invitations'), body };
  },
  resend: ({ invitation, suppressed }, place) => {
    if (!invitation || ENDS.has(invitation.state) || suppressed || !place.may('invitations.resend')) return null;
    return { action: 'resend', method: 'POST', href: api(place, `invitations/${invitation.id}/resend`) };
  },
  'send-now': ({ invitation, suppressed }, place) => {
    if (!invitation?.sendAt || suppressed || !place.may('invitations.resend')) return null;
    return { action: 'send-now', method: 'POST', href: api(place, `invitations/${invitation.id}/send-now`) };
  },
  'resend-activation': (findings, place, verdict) => {
    const fix = MAKERS.resend(findings, place, verdict);
    return fix && { ...fix, action: 'resend-activation' };
  },
  'correct-address': ({ invitation }, place) => {
    if (!invitation || ENDS.has(invitation.state) || !place.may('invitations.correct')) return null;
    const href = api(place, `invitations/${invitation.id}/correct`);
    // The address is what whoever presses it types.
    return { action: 'correct-address', method: 'POST', href, body: { to: { email: '' } } };
  },
  approve: ({ joinRequest }, place) => {
    if (joinRequest?.state !== 'requested' || !place.may('join-requests.decide')) return null;
    const href = api(place, `join-requests/${joinRequest.id}/decision`);
    return { action: 'approve', method: 'POST', href, body: { decision: 'approve' } };
  },
  'approve-company': ({ approvalId }, place) => {
    if (!approvalId || !place.may('companies.decide')) return null;
    const href = api(place, `company-approvals/${approvalId}/decision`);
    return { action: 'approve-company', method: 'POST', href, body: { decision: 'approve' } };
  },
  'decide-recovery': (_findings, { slug, may }) =>
    may('recoveries.decide') ? { action: 'decide-recovery', method: 'GET', href: `/console/${slug}/queue` } : null,
  'restore-membership': ({ member }, place) => {
    if (!member || !place.may('people.manage')) return null;
    return { action: 'restore-membership', method: 'POST', href: api(place, `members/${member.id}/restore`), body: {} };
  },
  unlock: ({ address, member }, place) => {
    if (!address || !member || !place.may('people.assist')) return null;
    return { action: 'unlock', method: 'POST', href: api(place, 'diagnosis/unlock'), body: { identifier: address } };
  },
  'send-instructions': (findings, place, verdict) => {
    const { invitation, address, suppressed } = findings;
    const help = helpFor(verdict, findings);
    if (!help || (help.needsLink && (suppressed || !place.may('invitations.resend')))) return null;
    const identifier = help.needsLink ? invitation?.id : address;
    if (!identifier) return null;
    return {
      action: 'send-instructions',
      method: 'POST',
      href: api(place, 'diagnosis/instructions'),
      body: { identifier },
    };
  },
  'open-invitation': ({ invitation }, { slug, may }) => {
    if (!invitation || !may('invitations.read')) return null;
    return { action: 'open-invitation', method: 'GET', href: `/console/${slug}/invitations/${invitation.id}` };
  },
  'open-person': ({ member }, { slug, may }) => {
    if (!member || !may('people.read')) return null;
    return { action: 'open-person', method: 'GET', href: `/console/${slug}/people/${member.id}` };
  },
  'open-people': (_findings, { slug, may }) =>
    may('people.manage') ? { action: 'open-people', method: 'GET', href: `/console/${slug}/people` } : null,
  // The person's page says which ways there are, and asks for the reason.
  'reset-password': ({ member }, { slug, may }) => {
    if (!member || !may('people.manage')) return null;
    return { action: 'reset-password', method: 'GET', href: `/console/${slug}/people/${member.id}?tab=sign-in` };
  },
  'copy-help-link': (_findings, { helpUrl }) => ({ action: 'copy-help-link', method: 'GET', href: helpUrl }),
};
