import { factorRoutes } from '@gatehouse/contract/factors';
import { passkeyRoutes } from '@gatehouse/contract/passkeys';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { MessagingServices } from '../notifications/index.ts';
import {
  beginOwnTotp,
  confirmOwnTotp,
  distrustOwnBrowsers,
  getFactors,
  makeOwnRecoveryCodes,
  removeOwnTotp,
} from './manage-factors.ts';
import {
  addOwnPasskey,
  askForOwnPasskey,
  listOwnPasskeys,
  removeOwnPasskey,
  renameOwnPasskey,
} from './methods/passkey/manage-passkeys.ts';

import { beginOwnSms, confirmOwnSms, removeOwnSms } from './methods/sms-factor/manage-sms.ts';

/** What protects my account: second factors and passkeys. */
export function registerFactorRoutes(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, factorRoutes.get, ({ session }) => getFactors(services, session));
  binder.bind(app, factorRoutes.beginTotp, ({ session }) => beginOwnTotp(services, session));
  binder.bind(app, factorRoutes.confirmTotp, async ({ session, caller, body }) => ({
    recoveryCodes: await confirmOwnTotp(services, caller, session, body.code),
  }));
  binder.bind(app, factorRoutes.removeTotp, async ({ session, caller }) => {
    await removeOwnTotp(services, caller, session);
    return undefined;
  });
  binder.bind(app, factorRoutes.beginSms, async ({ session, caller, body }) => {
    await beginOwnSms(services, caller, session, body.identifier);
    return undefined;
  });
  binder.bind(app, factorRoutes.confirmSms, async ({ session, caller, body }) => ({
    recoveryCodes: await confirmOwnSms(services, caller, session, body.code),
  }));
  binder.bind(app, factorRoutes.removeSms, async ({ session, caller }) => {
    await removeOwnSms(services, caller, session);
    return undefined;
  });
  binder.bind(app, factorRoutes.makeRecoveryCodes, async ({ session, caller }) => ({
    recoveryCodes: await makeOwnRecoveryCodes(services, caller, session),
  }));
  binder.bind(app, factorRoutes.distrust, async ({ session, caller }) => {
    await distrustOwnBrowsers(services, caller, session);
    return undefined;
  });
  registerPasskeyRoutes(app, binder, services);
}

function registerPasskeyRoutes(app: FastifyInstance, binder: Binder, services: MessagingServices): void {
  binder.bind(app, passkeyRoutes.list, async ({ session }) => ({
    items: await listOwnPasskeys(services, session),
    nextCursor: null,
  }));
  binder.bind(app, passkeyRoutes.options, async ({ session }) => ({ ...(await askForOwnPasskey(services, session)) }));
  binder.bind(app, passkeyRoutes.add, ({ session, caller, body }) => addOwnPasskey(services, caller, session, body));
  binder.bind(app, passkeyRoutes.rename, ({ session, params, body }) =>
    renameOwnPasskey(services, session, params.id, body.name),
  );
  binder.bind(app, passkeyRoutes.remove, async ({ session, caller, params }) => {
    await removeOwnPasskey(services, caller, session, params.id);
    return undefined;
  });
}
