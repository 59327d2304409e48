import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { activateAccount, keepAccount, listVerifiedAddresses } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { consumeInvitation, insertInvitationEvent } from '../invitations/index.ts';
import { findSeat, holdPlaces, insertMembership, nameMembership } from '../organizations/index.ts';
import {
  confirmSession,
  endSession,
  rememberDevice,
  repeatSession,
  type SeenDevice,
  type StartedSession,
  setSessionOrganization,
  startSession,
} from '../sessions/index.ts';
import { forgiveSignedIn, noticeSignIn, recordSignIn } from '../sign-in/index.ts';
import { enqueueWelcomeMail } from './admission-messages.ts';
import { speakerOf } from './admission-row.ts';
import { firstOpen } from './domain/requirement.ts';
import { provenAllAt } from './domain/second-factor.ts';
import { updateFlow } from './flow-store.ts';
import { actingAccount, actingCaller, getFlowSituation, type Situation } from './load-situation.ts';
import type { StepContext, StepOutcome } from './steps/step.ts';

/**
 * After a step: if nothing is missing any more but what only we can give, gives it and lets the person in, in the
 * transaction of that last step. Otherwise does nothing. Answers the flow as it stands then.
 */
export async function completeFlow(context: StepContext): Promise<StepOutcome & { situation: Situation }> {
  const { tx, flowId, client, now } = context;
  // Whoever is being suspended at this moment is told so, or signed out with the rest (security.md A50).
  if (context.situation.row.invitationId === null) await holdPlaces(tx, flowId);
  let situation = await getFlowSituation(tx, flowId, client, now);
  const open = firstOpen(situation.requirements);
  if (open?.name === 'membership-active' && open.actor === 'system') {
    // Whoever finds no place any more keeps what they have done, and is told so.
    if (await findsSeat(tx, situation)) await grantMembership({ ...context, situation });
    situation = await getFlowSituation(tx, flowId, client, now);
  }
  if (!firstOpen(situation.requirements)) return { situation, ...(await letIn(context, situation)) };
  await recordShutOut(context, situation);
  return { situation };
}

/** Everything was proven, and they are kept out all the same: that is a try to sign in, with its reason. */
async function recordShutOut({ services, tx, caller, now }: StepContext, situation: Situation): Promise<void> {
  const { flowAccountId: accountId, identifier, invitationId, authenticatedAt } = situation.row;
  if (situation.next.reason !== 'ACC-DISABLED' || invitationId !== null || !authenticatedAt) return;
  const methods = methodsOf(situation);
  const method = methods[0] ?? 'password';
  const attempt = { accountId, identifier: identifier ?? '', method, methods, reason: 'ACC-DISABLED' } as const;
  await recordSignIn(services, tx, caller, attempt, now);
}

async function letIn(context: StepContext, situation: Situation): Promise<StepOutcome> {
  const { tx, flowId, client, now } = context;
  await updateFlow(tx, flowId, { completedAt: now });
  const { landingId, authenticatedAt } = situation.row;
  if (!authenticatedAt && client.session) {
    if (landingId) await setSessionOrganization(tx, client.session.sessionId, landingId);
    return {};
  }
  if (situation.row.completedAt) return repeatFlowSession(context);
  if (situation.row.flowKind === 'confirm') return { session: await confirmFlowSession(context, situation) };
  return { session: await startFlowSession(context, situation) };
}

/** The session of whoever proved in this flow who they are. */
async function startFlowSession(context: StepContext, situation: Situation): Promise<StartedSession> {
  const { services, tx, caller, now } = context;
  const { flowKind, flowAccountId, landingId, identifier, added } = situation.row;
  if (!flowAccountId) throw new AppError('FLOW-STEP-WRONG');
  const methods = methodsOf(situation);
  // Whoever was added signs in for the first time: that an invitation led on is nothing that they see.
  if (flowKind !== 'invitation' || added) {
    const attempt = {
      accountId: flowAccountId,
      identifier: identifier ?? '',
      method: methods[0] ?? 'password',
      methods,
      reason: null,
    };
    await recordSignIn(services, tx, caller, attempt, now);
  }
  await activateAccount(tx, flowAccountId, now);
  const session = {
    accountId: flowAccountId,
    organizationId: landingId,
    methods,
    provenAt: provenAllAt(situation.facts),
  };
  // The one that this browser had until now is left behind: nobody could sign it out any more (ASVS 7.2.4).
  const before = context.client.session;
  if (before) await endSession(tx, before.sessionId, before.accountId, now);
  const [started, device] = await Promise.all([
    startSession(tx, caller, session, sessionToken(context), now),
    rememberBrowser(context, situation, flowAccountId),
    keepAccount(services, tx, caller, flowAccountId, now),
  ]);
  const { identifierCanonical: canonical } = situation.row;
  const who = { accountId: flowAccountId, canonical, clientHash: context.client.clientHash };
  await forgiveSignedIn(tx, who, now);
  const { productName, door } = speakerOf(situation.row);
  const byText = methods.some((method) => method.startsWith('sms-'));
  const notice = { accountId: flowAccountId, productName, door, device, byText };
  await noticeSignIn(services, tx, caller, notice, now);
  return started;
}

/** Everything that this flow was proven with. */
function methodsOf({ row }: Situation): string[] {
  return [...(row.authenticatedBy ?? []), ...(row.secondFactorBy ? [row.secondFactorBy] : [])];
}

/** The browser is known to the account from now on, and trusted where the person asked for it. */
async function rememberBrowser(context: StepContext, situation: Situation, accountId: string): Promise<SeenDevice> {
  const { tx, caller, client, now } = context;
  const { row, trustDays } = situation;
  const trustedUntil = row.trustDevice && trustDays > 0 ? after(now, trustDays * DAY) : null;
  const { userAgent } = caller;
  return rememberDevice(tx, { tokenHash: client.clientHash, accountId, trustedUntil, userAgent }, now);
}

/** The session of whoever proved anew that it is theirs, with another token. @throws AppError NOT-SIGNED-IN */
async function confirmFlowSession(context: StepContext, situation: Situation): Promise<StartedSession> {
  const { tx, caller, client, now } = context;
  if (!client.session) throw new AppError('NOT-SIGNED-IN');
  const { sessionId, accountId } = client.session;
  const methods = methodsOf(situation);
  const provenAt = provenAllAt(situation.facts);
  const proof = { byMail: provenAt === null, provenAt: provenAt ?? situation.row.authenticatedAt ?? now };
  const session = await confirmSession(tx, { sessionId, accountId, methods, ...proof }, sessionToken(context), now);
  if (!session) throw new AppError('NOT-SIGNED-IN');
  const subject = { type: 'session', id: sessionId };
  const change = { methods };
  await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'session.confirmed', subject, change });
  return session;
}

/** The same session again, for an answer that got lost; nothing once it has ended (I8). */
export async function repeatFlowSession(context: StepContext): Promise<StepOutcome> {
  const session = await repeatSession(context.tx, sessionToken(context), context.now);
  return session ? { session } : {};
}

// Made from the flow under the master key, so that however often the last step is pressed there is one session, and
// every press is answered with it. The unique hash of the token sees to it that there is no second.
function sessionToken({ services, flowId }: StepContext): string {
  return services.secretBox.keyedHash(flowId, 'flow-session').toString('base64url');
}

function findsSeat(tx: StepContext['tx'], situation: Situation): Promise<boolean> | true {
  const { organizationId } = situation.row;
  return organizationId === null || findSeat(tx, organizationId, actingAccount(situation));
}

/** A member invitation: the stored roles in the stored organization, whatever the request said (security.md A11). */
async function grantMembership(context: StepContext): Promise<void> {
  const { tx, situation, caller, now } = context;
  const { row } = situation;
  if (!row.invitationId || !row.organizationId || row.kind !== 'member') throw new AppError('FLOW-STEP-WRONG');
  const accountId = actingAccount(situation);
  const organization = { id: row.organizationId, name: row.organizationName ?? '' };
  const username = await consumeInvitationFor(context, accountId, organization);
  const membership = {
    organizationId: row.organizationId,
    accountId,
    roles: situation.roles,
    invitationId: row.invitationId,
  };
  const id = await insertMembership(tx, membership, now, row.createdAt);
  // Without a password, whoever was added signs in with codes.
  if (row.added) await activateAccount(tx, accountId, now);
  if (!id) return; // a member already: keeps the place as it is
  if (username !== null) await nameMembership(tx, id, username);
  const subject = { type: 'membership', id };
  const isCapped =
    situation.roles.length !== row.roles.length || situation.roles.some((role) => !row.roles.includes(role));
  const change = {
    roles: situation.roles,
    ...(isCapped ? { invitedTo: row.roles } : {}),
    ...(username === null ? {} : { username }),
  };
  await recordAuditEvent(tx, actingCaller(caller, situation), now, {
    organizationId: row.organizationId,
    action: 'membership.created',
    subject,
    change,
  });
}

/**
 * Consumes the invitation of the flow, once, with its record, its last word of the timeline and the welcome mail. Answers
 * the user name that was kept for whoever comes.
 * @throws AppError INV-USED-BY-OTHER when somebody was quicker: everything of this transaction is undone.
 */
export async function consumeInvitationFor(
  context: StepContext,
  accountId: string,
  organization: { id: string; name: string },
): Promise<string | null> {
  const { services, tx, situation, caller, now } = context;
  const { invitationId, organizationId, kind, supportContact, canonical } = situation.row;
  if (!invitationId) throw new AppError('FLOW-STEP-WRONG');
  const acceptance = { accountId, organizationId: organization.id };
  const consumed = await consumeInvitation(tx, invitationId, acceptance, now);
  if (!consumed) throw new AppError('INV-USED-BY-OTHER');
  const actor = { type: 'account', id: accountId } as const;
  await insertInvitationEvent(tx, invitationId, 'accepted', actor, now);
  const subject = { type: 'invitation', id: invitationId };
  const change = { acceptedBy: accountId, organization: organization.id };
  await recordAuditEvent(tx, { ...caller, actor }, now, {
    organizationId,
    action: 'invitation.accepted',
    subject,
    change,
  });
  // Whoever has a number only sees it on the page: nothing is texted to somebody who is here.
  const mine = await listVerifiedAddresses(tx, accountId);
  const to = mine.find((address) => address.canonical === canonical) ?? mine[0];
  if (to)
    await enqueueWelcomeMail(services, tx, {
      organizationId,
      accountId,
      to: to.canonical,
      locale: caller.locale,
      senderName: situation.row.organizationName ?? '',
      productName: speakerOf(situation.row).productName,
      companyName: kind === 'company' ? organization.name : null,
      isOwner: kind === 'company',
      support: supportContact || null,
    });
  return consumed.username;
}
