import type { Locale } from '@gatehouse/contract/locales';
import type { MemberRecord } from '@gatehouse/contract/members';
import type { Role } from '@gatehouse/contract/roles';
import { AppError } from '../../kernel/app-error.ts';
import { grantableRoles } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { mayTouch } from './domain/membership.ts';
import { memberAbilities } from './member-policy.ts';
import { findMember, loadRecord, type TimelineRow } from './member-record-read-model.ts';

/** Who asks: what they may do with the member is a part of the answer. */
export type Reader = { readonly accountId: string; readonly roles: readonly Role[]; readonly locale: Locale };

/** The record of one member. @throws AppError NOT-FOUND */
export async function getMember(
  services: Pick<MessagingServices, 'database' | 'clock' | 'notifications' | 'places'>,
  organizationId: string,
  id: string,
  reader: Reader,
): Promise<MemberRecord> {
  const member = await findMember(services.database, organizationId, id);
  if (!member) throw new AppError('NOT-FOUND');
  const more = await loadRecord(services.database, organizationId, member, services.clock.now());
  const { passwordSetAt, ...known } = member;
  const proven = more.identifiers.filter(({ verifiedAt }) => verifiedAt !== null).map(({ kind }) => kind);
  const codes = { emailCode: proven.includes('email'), smsCode: proven.includes('phone') };
  return {
    ...known,
    joinedAt: member.joinedAt.toISOString(),
    removedAt: member.removedAt?.toISOString() ?? null,
    identifiers: more.identifiers.map(({ canonical: _, ...identifier }) => ({
      ...identifier,
      verifiedAt: identifier.verifiedAt?.toISOString() ?? null,
    })),
    methods: { passwordSetAt: passwordSetAt?.toISOString() ?? null, ...codes },
    sessions: more.sessions.map((session) => ({
      ...session,
      place: services.places.find(session.ip, reader.locale),
      signedInAt: session.signedInAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
    })),
    lockedUntil: more.lockedUntil?.toISOString() ?? null,
    trustedBrowsers: more.trusted.map(({ userAgent, lastSeenAt, trustedUntil }) => ({
      userAgent,
      lastSeenAt: lastSeenAt.toISOString(),
      trustedUntil: trustedUntil.toISOString(),
    })),
    signIns: more.signIns.map((event) => ({ ...event, at: event.at.toISOString() })),
    consents: more.consents.map((consent) => ({ ...consent, at: consent.at.toISOString() })),
    timeline: more.timeline.map(presentEvent),
    messages: more.messages.map((message) => ({
      ...message,
      receipt: services.notifications.receiptOf(message),
      at: message.at.toISOString(),
    })),
    may: rightsOver(reader, member),
  };
}

function rightsOver(reader: Reader, member: { accountId: string; roles: readonly Role[]; state: string }) {
  const isTouchable = member.state !== 'removed' && mayTouch(reader.roles, member.roles);
  const has = (ability: keyof typeof memberAbilities) => {
    const holders: readonly Role[] = memberAbilities[ability];
    return isTouchable && reader.roles.some((role) => holders.includes(role));
  };
  const manage = has('people.manage');
  const isSelf = reader.accountId === member.accountId;
  return { manage, assist: has('people.assist'), isSelf, roles: manage ? grantableRoles(reader.roles) : [] };
}

function presentEvent({ at, event, actor, detail }: TimelineRow): MemberRecord['timeline'][number] {
  const { reason, ...rest } = detail;
  const shown = Object.entries(rest).filter(([, value]) => isShown(value));
  return {
    at: at.toISOString(),
    event,
    actor,
    reason: typeof reason === 'string' ? reason : null,
    detail: Object.fromEntries(shown) as MemberRecord['timeline'][number]['detail'],
  };
}

function isShown(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  return typeof value === 'string' || typeof value === 'number';
}
