import type { FastifyInstance, FastifyRequest } from 'fastify';
import { disownEvent, getDisavowal } from '../features/sign-in/index.ts';
import type { DoorParts } from './door-parts.ts';
import { renderNotMePage } from './door-view.ts';
import { sendPage } from './send-page.ts';
import { readSubmitted, rememberLanguage } from './submitted-form.ts';

type NotMe = FastifyRequest<{ Params: { token: string } }>;

/** "This wasn't me" of a notice. GET looks only: programs that open links before people do press nothing. */
export function registerNotMe(app: FastifyInstance, door: DoorParts): void {
  const { services, binder } = door;
  app.get('/not-me/:token', async (request: NotMe, reply) => {
    const { token } = request.params;
    const event = await getDisavowal(services, binder.caller(request, null), token);
    return sendPage(reply, renderNotMePage(door.contextFor(request), { ...event, action: `/not-me/${token}` }));
  });
  app.post('/not-me/:token', async (request: NotMe, reply) => {
    const { token } = request.params;
    const caller = binder.caller(request, null);
    const { language } = readSubmitted(request);
    if (language) {
      rememberLanguage(reply, door.cookies, language);
      const event = await getDisavowal(services, caller, token);
      const context = door.contextFor(request, null, language);
      return sendPage(reply, renderNotMePage(context, { ...event, action: `/not-me/${token}` }));
    }
    await disownEvent(services, caller, token);
    return sendPage(reply, renderNotMePage(door.contextFor(request), { isDone: true }));
  });
}
