import type { FastifyInstance, FastifyRequest } from 'fastify';
import { getStoppable, stopRecoveryByLink } from '../features/sign-in/index.ts';
import { networkOf } from '../kernel/network.ts';
import type { DoorParts } from './door-parts.ts';
import { renderStopRecoveryPage } from './door-view.ts';
import { sendPage } from './send-page.ts';
import { readSubmitted, rememberLanguage } from './submitted-form.ts';

type Stop = FastifyRequest<{ Params: { token: string } }>;

/** The link of the notice that somebody asked for a new start without the second step. GET looks only. */
export function registerStopRecovery(app: FastifyInstance, door: DoorParts): void {
  const { services, binder } = door;
  const counted = (request: Stop) => services.rateLimits.consume(['token.network', networkOf(request.clientIp)]);
  app.get('/stop/:token', async (request: Stop, reply) => {
    await counted(request);
    const { token } = request.params;
    await getStoppable(services, token);
    return sendPage(reply, renderStopRecoveryPage(door.contextFor(request), { action: `/stop/${token}` }));
  });
  app.post('/stop/:token', async (request: Stop, reply) => {
    await counted(request);
    const { token } = request.params;
    const { language } = readSubmitted(request);
    if (language) {
      rememberLanguage(reply, door.cookies, language);
      await getStoppable(services, token);
      const context = door.contextFor(request, null, language);
      return sendPage(reply, renderStopRecoveryPage(context, { action: `/stop/${token}` }));
    }
    await stopRecoveryByLink(services, binder.caller(request, null), token);
    return sendPage(reply, renderStopRecoveryPage(door.contextFor(request), { isDone: true }));
  });
}
