import type { Setup } from '@gatehouse/contract/organizations';
import { setupRoutes } from '@gatehouse/contract/organizations';
import type { Ability } from '@gatehouse/contract/route';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import { signInEventRoutes } from '@gatehouse/contract/sign-in-events';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { networkOf } from '../../kernel/network.ts';
import { hashToken, newToken } from '../../platform/crypto/tokens.ts';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Cookies } from '../../platform/http/cookies.ts';
import type { Services } from '../../platform/services.ts';
import { closePasswordOffer } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { setUpInstallation } from '../organizations/index.ts';
import {
  authenticateSession,
  CLIENT_COOKIE_LIFE,
  presentSession,
  rememberDevice,
  startSession,
} from '../sessions/index.ts';
import { changePassword } from './change-password.ts';
import { registerFactorRoutes } from './factor-routes.ts';
import { registerIdentifierRoutes } from './identifier-routes.ts';
import { findOwnPassword } from './own-password-read-model.ts';
import { recordSignIn } from './record-sign-in.ts';
import { registerRecoveryRequests } from './recovery-routes.ts';
import { setFirstPassword } from './set-own-password.ts';
import { listSignInEvents } from './sign-in-event-read-model.ts';

type SignInRouteOptions = {
  readonly cookies: Cookies;
  readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean;
};

export function registerSignInRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  { cookies, isAllowed }: SignInRouteOptions,
): void {
  registerFactorRoutes(app, binder, services);
  registerIdentifierRoutes(app, binder, services);
  registerRecoveryRequests(app, binder, services);
  binder.bind(app, signInEventRoutes.list, async ({ organization, caller, query }) => {
    const { limit, cursor, ...filters } = query;
    const page = { before: cursor ?? null, limit: limit + 1 };
    const rows = await listSignInEvents(services.database, organization.organizationId, filters, page);
    return pageOf(rows, limit, (row) => ({
      ...row,
      at: row.at.toISOString(),
      place: services.places.find(row.ip, caller.locale),
    }));
  });
  binder.bind(app, sessionRoutes.changePassword, async ({ session, caller, body }) => {
    await changePassword(services, caller, session, body);
    return undefined;
  });
  binder.bind(app, sessionRoutes.password, ({ session }) => findOwnPassword(services.database, session.accountId));
  binder.bind(app, sessionRoutes.setFirstPassword, async ({ session, caller, body }) => {
    await setFirstPassword(services, caller, session, body.password);
    return undefined;
  });
  binder.bind(app, sessionRoutes.closePasswordOffer, async ({ session }) => {
    await closePasswordOffer(services.database, session.accountId, services.clock.now());
    return undefined;
  });
  binder.bind(app, setupRoutes.setup, async ({ caller, body, reply }) =>
    presentSession(await setUpAndSignIn(services, cookies, caller, body, reply), isAllowed),
  );
}

/**
 * Sets the installation up and signs its owner in: the route of the API and the page of the first run alike.
 * @throws AppError SETUP-DONE, SETUP-TOKEN-WRONG, REQUEST-INVALID, RATE-LIMITED
 */
export async function setUpAndSignIn(
  services: Services,
  cookies: Cookies,
  caller: Caller,
  setup: Setup,
  reply: FastifyReply,
): Promise<SignedIn> {
  await services.rateLimits.consume(['setup.network', networkOf(caller.ip)]);
  const { accountId, organizationId } = await setUpInstallation(services, caller, setup);
  const now = services.clock.now();
  const client = newToken();
  const started = await services.database.transaction(async (tx) => {
    const attempt = { accountId, identifier: setup.owner.email, method: 'setup', reason: null };
    await recordSignIn(services, tx, caller, attempt, now);
    // This browser is the one that its owner uses: it is known from now on.
    const device = { tokenHash: hashToken(client), accountId, trustedUntil: null, userAgent: caller.userAgent };
    await rememberDevice(tx, device, now);
    return startSession(tx, caller, { accountId, organizationId, methods: ['setup'], provenAt: now }, newToken(), now);
  });
  cookies.write(reply, 'client', client, CLIENT_COOKIE_LIFE);
  cookies.write(reply, 'session', started.token, started.maxAge);
  const session = await authenticateSession(services, started.token);
  if (!session) throw new AppError('SERVER');
  return session;
}
