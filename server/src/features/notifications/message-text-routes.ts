import { messageTextRoutes } from '@gatehouse/contract/message-texts';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import {
  getMessageTexts,
  listTemplates,
  saveMessageTexts,
  sendTestMessage,
  type WordingServices,
} from './word-messages.ts';

export function registerMessageTextRoutes(app: FastifyInstance, binder: Binder, services: WordingServices): void {
  binder.bind(app, messageTextRoutes.list, async ({ organization }) => {
    return { items: await listTemplates(services, organization.organizationId) };
  });
  binder.bind(app, messageTextRoutes.get, ({ organization, params, session }) =>
    getMessageTexts(services, session, organization, params),
  );
  binder.bind(app, messageTextRoutes.preview, ({ organization, params, body, session }) =>
    getMessageTexts(services, session, organization, params, body.texts),
  );
  binder.bind(app, messageTextRoutes.save, ({ organization, params, body, caller, session }) =>
    saveMessageTexts(services, { caller, session }, organization, params, body.texts),
  );
  binder.bind(app, messageTextRoutes.test, async ({ organization, params, session }) => ({
    to: await sendTestMessage(services, session, organization, params),
  }));
}
