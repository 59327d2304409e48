import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getUnwanted, suppressInvitations } from '../features/invitations/index.ts';
import type { DoorParts } from './door-parts.ts';
import { renderUnsubscribePage } from './door-view.ts';
import { sendPage } from './send-page.ts';

type Unsubscribe = { Params: { id: string; proof: string } };

/**
 * The address of `List-Unsubscribe` (RFC 8058): a GET shows a page and changes nothing, a POST without cookies does it
 * and answers without a redirect. Mail programs send the form in either encoding, so its body is not looked at.
 */
export async function registerUnsubscribe(app: FastifyInstance, door: DoorParts): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      payload.on('end', () => done(null, null));
    });
    const show = (request: FastifyRequest<Unsubscribe>, reply: FastifyReply, unwanted: Unwanted, isDone: boolean) => {
      const { shown: address, organizationName: organization } = unwanted;
      const context = door.contextFor(request);
      const view = { organization, address, action: context.path, isDone };
      return sendPage(reply, renderUnsubscribePage(context, view));
    };
    scope.get<Unsubscribe>('/unsubscribe/:id/:proof', async (request, reply) => {
      const { id, proof } = request.params;
      return show(request, reply, await getUnwanted(door.services, id, proof), false);
    });
    scope.post<Unsubscribe>('/unsubscribe/:id/:proof', async (request, reply) => {
      const { id, proof } = request.params;
      const caller = door.binder.caller(request, null);
      return show(request, reply, await suppressInvitations(door.services, caller, id, proof), true);
    });
  });
}

type Unwanted = Awaited<ReturnType<typeof getUnwanted>>;
