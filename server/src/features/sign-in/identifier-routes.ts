import { identifierRoutes } from '@gatehouse/contract/identifiers';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { beginChange, cancelChange, resendChangeCode } from './change-identifier.ts';
import { confirmChange } from './finish-change.ts';
import { listOwnIdentifiers, makeOwnPrimary, removeOwnIdentifier } from './manage-identifiers.ts';

/** What I am found by: addresses and numbers. */
export function registerIdentifierRoutes(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, identifierRoutes.list, ({ session }) => listOwnIdentifiers(services, session));
  binder.bind(app, identifierRoutes.begin, ({ session, caller, body }) => beginChange(services, caller, session, body));
  binder.bind(app, identifierRoutes.makePrimary, async ({ session, caller, params }) => {
    await makeOwnPrimary(services, caller, session, params.id);
    return undefined;
  });
  binder.bind(app, identifierRoutes.remove, async ({ session, caller, params }) => {
    await removeOwnIdentifier(services, caller, session, params.id);
    return undefined;
  });
  binder.bind(app, identifierRoutes.sendCode, ({ session, caller, params }) =>
    resendChangeCode(services, caller, session, params.id),
  );
  binder.bind(app, identifierRoutes.confirm, async ({ session, caller, params, body }) => {
    await confirmChange(services, caller, session, params.id, body.code);
    return undefined;
  });
  binder.bind(app, identifierRoutes.cancel, async ({ session, params }) => {
    await cancelChange(services, session, params.id);
    return undefined;
  });
}
