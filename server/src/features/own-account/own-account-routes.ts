import { ownAccountRoutes } from '@gatehouse/contract/own-account';
import type { FastifyInstance } from 'fastify';
import { pageOf } from '../../platform/database/pages.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Cookies } from '../../platform/http/cookies.ts';
import { maskAddress } from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { askForDeletion, getDeletion } from './delete-account.ts';
import { listOwnNotices } from './own-notice-read-model.ts';
import { listOwnConsents, listOwnSignIns } from './own-record-read-model.ts';
import { askForData, findFile, takeData } from './write-data.ts';

/** What is known of me, what I agreed to, and the end of it. */
export function registerOwnAccountRoutes(
  app: FastifyInstance,
  binder: Binder,
  services: MessagingServices,
  cookies: Cookies,
): void {
  binder.bind(app, ownAccountRoutes.signIns, async ({ session, query }) => {
    const page = { before: query.cursor ?? null, limit: query.limit + 1 };
    const rows = await listOwnSignIns(services.database, session.accountId, page);
    return pageOf(rows, query.limit, (row) => ({ ...row, at: row.at.toISOString() }));
  });
  binder.bind(app, ownAccountRoutes.notices, async ({ session, query }) => {
    const page = { before: query.cursor ?? null, limit: query.limit + 1 };
    const rows = await listOwnNotices(services.database, session.accountId, page);
    return pageOf(rows, query.limit, ({ address, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      to: maskAddress(address),
    }));
  });
  binder.bind(app, ownAccountRoutes.consents, async ({ session }) => {
    const rows = await listOwnConsents(services.database, session.accountId);
    const items = rows.map(({ at, documents, ...row }) => ({
      ...row,
      at: at.toISOString(),
      termsUrl: documents.terms ?? null,
      privacyUrl: documents.privacy ?? null,
    }));
    return { items, nextCursor: null };
  });
  binder.bind(app, ownAccountRoutes.data, ({ session }) => findFile(services, session));
  binder.bind(app, ownAccountRoutes.askForData, ({ session, caller }) => askForData(services, caller, session));
  binder.bind(app, ownAccountRoutes.takeData, async ({ session, caller, reply }) => {
    const content = await takeData(services, caller, session);
    reply.header('content-disposition', 'attachment; filename="my-data.zip"');
    return reply.type('application/zip').send(content) as never;
  });
  binder.bind(app, ownAccountRoutes.deletion, ({ session }) => getDeletion(services, session));
  binder.bind(app, ownAccountRoutes.askForDeletion, async ({ session, caller, reply }) => {
    const asked = await askForDeletion(services, caller, session);
    cookies.clear(reply, 'session');
    return asked;
  });
}
