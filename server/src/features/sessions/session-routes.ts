import type { Ability } from '@gatehouse/contract/route';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import type { FastifyInstance } from 'fastify';
import type { MembershipView } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Cookies } from '../../platform/http/cookies.ts';
import type { Services } from '../../platform/services.ts';
import { updateProfile } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { presentSession } from './present-session.ts';
import { endOtherSessions, endSession, listDevices, setSessionOrganization } from './session-store.ts';

type SessionRouteOptions = {
  readonly cookies: Cookies;
  readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean;
};

export function registerSessionRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: Services,
  { cookies, isAllowed }: SessionRouteOptions,
): void {
  const { clock, database } = services;
  binder.bind(app, sessionRoutes.current, async ({ session }) => presentSession(session, isAllowed));
  binder.bind(app, sessionRoutes.update, async ({ session, body, reply }) => {
    const place = session.memberships.find(
      ({ organizationId, slug }) => body.organization === organizationId || body.organization === slug,
    );
    if (body.organization !== undefined && !place) throw new AppError('NOT-FOUND');
    if (place) await setSessionOrganization(database, session.sessionId, place.organizationId);
    const { organization: _, ...profile } = body;
    if (Object.keys(profile).length > 0) await updateProfile(database, session.accountId, profile, clock.now());
    if (profile.locale) cookies.write(reply, 'language', profile.locale, 365 * 24 * 3600);
    const organizationId = place?.organizationId ?? session.organizationId;
    const given = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
    return presentSession({ ...session, ...given, organizationId }, isAllowed);
  });
  binder.bind(app, sessionRoutes.list, async ({ session, caller }) => {
    const now = clock.now();
    const devices = await listDevices(database, session.accountId, now);
    const items = devices.map((device) => ({
      ...device,
      place: services.places.find(device.ip, caller.locale),
      current: device.id === session.sessionId,
      signedInAt: device.signedInAt.toISOString(),
      lastSeenAt: device.lastSeenAt.toISOString(),
      endsAt: device.endsAt.toISOString(),
    }));
    return { items, nextCursor: null };
  });
  const end = (accountId: string, id: string, caller: Parameters<typeof recordAuditEvent>[1]) =>
    database.transaction(async (tx) => {
      const now = clock.now();
      if (!(await endSession(tx, id, accountId, now))) throw new AppError('NOT-FOUND');
      await recordAuditEvent(tx, caller, now, {
        organizationId: null,
        action: 'session.ended',
        subject: { type: 'session', id },
      });
    });
  binder.bind(app, sessionRoutes.end, async ({ session, caller, reply }) => {
    await end(session.accountId, session.sessionId, caller);
    cookies.clear(reply, 'session');
    return undefined;
  });
  binder.bind(app, sessionRoutes.endOne, async ({ session, caller, params }) => {
    await end(session.accountId, params.id, caller);
    return undefined;
  });
  binder.bind(app, sessionRoutes.endOthers, ({ session, caller }) =>
    database.transaction(async (tx) => {
      const now = clock.now();
      const ended = await endOtherSessions(tx, session.accountId, session.sessionId, now);
      const subject = { type: 'account', id: session.accountId };
      const change = { ended };
      await recordAuditEvent(tx, caller, now, {
        organizationId: null,
        action: 'session.others-ended',
        subject,
        change,
      });
      return { ended };
    }),
  );
}
