import { closingRoutes, ORGANIZATION_DELETION_DAYS } from '@gatehouse/contract/closing';
import type { Ability } from '@gatehouse/contract/route';
import type { FastifyInstance } from 'fastify';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { countSeats } from '../organizations/index.ts';
import {
  askForDeletion,
  keepOrganization,
  type LifeTarget,
  resumeOrganization,
  suspendOrganization,
} from './change-life.ts';
import { countClosingEffects, findCompanyDetail, listClosed } from './closing-read-model.ts';
import { findStanding, isHostOf, isOwner } from './closing-store.ts';
import { presentClosed, presentCompanyDetail } from './present-closing.ts';
import { setMemberLimit } from './set-limit.ts';

type IsAllowed = (membership: MembershipView, ability: Ability) => boolean;
type Asked = {
  readonly organization: MembershipView;
  readonly session: SignedIn;
  readonly caller: Caller;
  readonly params: { readonly id: string };
};

/** Suspending a company, closing an organization, and what its people find then. */
export function registerClosingRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  isAllowed: IsAllowed,
): void {
  registerCompanies(app, binder, services, isAllowed);
  registerOwn(app, binder, services);
}

function registerCompanies(app: FastifyInstance, binder: Binder, services: MessagingServices, isAllowed: IsAllowed) {
  const { database, clock } = services;
  const show = async ({ organization, params }: Pick<Asked, 'organization' | 'params'>) => {
    const { organizationId } = organization;
    const row = await findCompanyDetail(database, organizationId, params.id);
    if (!row) throw new AppError('NOT-FOUND');
    const effects = await countClosingEffects(database, row.id, clock.now());
    const mayClose = isAllowed(organization, 'companies.close') && (await isHostOf(database, row.id, organizationId));
    const seats = await countSeats(database, row.id, clock.now());
    return presentCompanyDetail(row, { effects, seats }, { organizationId, mayClose });
  };
  const target = async ({ organization, session, params }: Asked): Promise<LifeTarget> => {
    const { organizationId } = organization;
    if (!(await findCompanyDetail(database, organizationId, params.id))) throw new AppError('NOT-FOUND');
    if (!(await isHostOf(database, params.id, organizationId))) throw new AppError('FORBIDDEN');
    return { id: params.id, side: 'supplier', by: { accountId: session.accountId, organizationId } };
  };
  binder.bind(app, closingRoutes.company, show);
  binder.bind(app, closingRoutes.suspendCompany, async (asked) => {
    await suspendOrganization(services, asked.caller, await target(asked), asked.body.reason);
    return show(asked);
  });
  binder.bind(app, closingRoutes.resumeCompany, async (asked) => {
    await resumeOrganization(services, asked.caller, await target(asked), asked.body.reason);
    return show(asked);
  });
  binder.bind(app, closingRoutes.limitCompany, async (asked) => {
    await setMemberLimit(services, asked.caller, await target(asked), asked.body);
    return show(asked);
  });
  binder.bind(app, closingRoutes.deleteCompany, async (asked) => {
    await askForDeletion(services, asked.caller, await target(asked), asked.body);
    return show(asked);
  });
  binder.bind(app, closingRoutes.keepCompany, async (asked) => {
    await keepOrganization(services, asked.caller, await target(asked));
    return show(asked);
  });
}

function registerOwn(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  const { database, clock } = services;
  binder.bind(app, closingRoutes.effects, async ({ organization: { organizationId } }) => ({
    effects: await countClosingEffects(database, organizationId, clock.now()),
    days: ORGANIZATION_DELETION_DAYS,
    isFirst: (await findStanding(database, organizationId))?.isFirst === true,
  }));
  binder.bind(app, closingRoutes.close, async ({ organization: { organizationId }, session, caller, body }) => {
    const by = { accountId: session.accountId, organizationId };
    const dueAt = await askForDeletion(services, caller, { id: organizationId, side: 'owner', by }, body);
    return { dueAt: dueAt.toISOString() };
  });
  binder.bind(app, closingRoutes.closed, async ({ session }) => {
    const rows = await listClosed(database, session.accountId);
    return { items: rows.map(presentClosed), nextCursor: null };
  });
  binder.bind(app, closingRoutes.keep, async ({ session: { accountId }, caller, params: { id } }) => {
    if (!(await isOwner(database, id, accountId))) throw new AppError('NOT-FOUND');
    await keepOrganization(services, caller, { id, side: 'owner', by: { accountId, organizationId: id } });
    return undefined;
  });
}
