import type { Ability } from '@gatehouse/contract/route';
import { type SavedView, savedViewRoutes, VIEW_LISTS } from '@gatehouse/contract/saved-views';
import { unfitNames, VIEWED } from '@gatehouse/contract/view-lists';
import type { FastifyInstance } from 'fastify';
import type { MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { changeView, createView, removeView, type ViewReader } from './save-view.ts';
import { findView, listViews, type ViewRow } from './view-store.ts';

type Asked = { readonly organization: MembershipView; readonly session: SignedIn };

export function registerViewRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: Services,
  isAllowed: (membership: MembershipView, ability: Ability) => boolean,
): void {
  const { database } = services;
  const readerOf = ({ organization, session }: Asked): ViewReader => ({
    organizationId: organization.organizationId,
    accountId: session.accountId,
    mayShare: isAllowed(organization, 'views.share'),
    mayRead: (list) => isAllowed(organization, VIEWED[list].ability),
  });
  const one = async (asked: Asked, id: string): Promise<SavedView> => {
    const view = await findView(database, asked.organization.organizationId, asked.session.accountId, id);
    if (!view) throw new AppError('NOT-FOUND');
    return presentView(view);
  };
  binder.bind(app, savedViewRoutes.list, async (asked) => {
    const { organizationId, accountId, mayRead } = readerOf(asked);
    const { list } = asked.query;
    if (list && !mayRead(list)) throw new AppError('FORBIDDEN');
    const lists = (list ? [list] : VIEW_LISTS).filter(mayRead);
    return { items: (await listViews(database, organizationId, accountId, lists)).map(presentView) };
  });
  binder.bind(app, savedViewRoutes.create, async (asked) =>
    one(asked, await createView(services, asked.caller, readerOf(asked), asked.body)),
  );
  binder.bind(app, savedViewRoutes.update, async (asked) => {
    await changeView(services, asked.caller, readerOf(asked), asked.params.id, asked.body);
    return one(asked, asked.params.id);
  });
  binder.bind(app, savedViewRoutes.remove, async (asked) => {
    await removeView(services, asked.caller, readerOf(asked), asked.params.id);
    return undefined;
  });
}

function presentView({ ownerId, ownerName, updatedAt, ...view }: ViewRow): SavedView {
  return {
    ...view,
    unfit: unfitNames(view.list, view.search),
    owner: { id: ownerId, name: ownerName },
    updatedAt: updatedAt.toISOString(),
  };
}
