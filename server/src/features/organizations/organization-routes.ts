import { organizationRoutes, welcomeRoutes } from '@gatehouse/contract/organizations';
import { policyRoutes } from '@gatehouse/contract/policies';
import { seatRoutes } from '@gatehouse/contract/seats';
import type { FastifyInstance } from 'fastify';
import type { SignedIn } from '../../kernel/actor.ts';
import { likePattern, pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { countReaders } from './approver-digest-store.ts';
import { countApprovalEffects, countOpenInvitations } from './company-approval-store.ts';
import { type CompanyRow, listCompanies } from './company-read-model.ts';
import { countWithoutFactor } from './factor-policy-read-model.ts';
import { getWelcome, updateWelcome } from './present-welcome.ts';
import { countProtectionEffects } from './protection-read-model.ts';
import { findSeats } from './seat-store.ts';
import { getSettings, updateSettings } from './update-settings.ts';

export function registerOrganizationRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  const { database } = services;
  binder.bind(app, organizationRoutes.companies, async ({ organization, query }) => {
    const page = { before: query.cursor ?? null, limit: query.limit + 1, pattern: likePattern(query.q) };
    return pageOf(await listCompanies(database, organization.organizationId, page), query.limit, presentCompany);
  });
  binder.bind(app, seatRoutes.seats, async ({ organization }) => ({
    seats: await findSeats(database, organization.organizationId, services.clock.now()),
  }));
  binder.bind(app, organizationRoutes.settings, ({ organization }) =>
    getSettings(services, organization.organizationId),
  );
  binder.bind(app, organizationRoutes.policyEffects, async ({ organization, query }) => ({
    invitations: { open: await countOpenInvitations(database, organization.organizationId, services.clock.now()) },
    companyApproval: await countApprovalEffects(database, organization.organizationId, services.clock.now()),
    alertMails: await countReaders(database, organization.organizationId),
    secondFactor: await countWithoutFactor(database, organization.organizationId),
    ...(await countProtectionEffects(database, organization.organizationId, query, services.clock.now())),
  }));
  binder.bind(app, organizationRoutes.updateSettings, ({ organization, caller, body }) =>
    updateSettings(services, caller, organization.organizationId, body),
  );
  binder.bind(app, policyRoutes.get, async ({ organization }) => {
    return (await getSettings(services, organization.organizationId)).policies;
  });
  binder.bind(app, policyRoutes.update, async ({ organization, caller, body: { reason, ...policies } }) => {
    const change = { policies, ...(reason === undefined ? {} : { reason }) };
    return (await updateSettings(services, caller, organization.organizationId, change)).policies;
  });
  registerWelcome(app, binder, services);
}

function registerWelcome(app: FastifyInstance, binder: Binder, services: Services): void {
  const workedIn = (session: SignedIn) => session.organizationId ?? session.memberships[0]?.organizationId ?? null;
  binder.bind(app, welcomeRoutes.get, async ({ session }) => {
    const organization = workedIn(session);
    return { welcome: organization ? await getWelcome(services, session.accountId, organization) : null };
  });
  binder.bind(app, welcomeRoutes.update, async ({ session, body }) => {
    const organization = session.memberships.find(
      (place) => place.organizationId === workedIn(session),
    )?.organizationId;
    if (organization === undefined) return { welcome: null };
    await updateWelcome(services, session.accountId, organization, body);
    return { welcome: await getWelcome(services, session.accountId, organization) };
  });
}

function presentCompany(row: CompanyRow) {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
