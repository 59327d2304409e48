import type { FastifyInstance, FastifyRequest } from 'fastify';
import { getUndo, undoChange } from '../features/sign-in/index.ts';
import type { DoorParts } from './door-parts.ts';
import { renderUndoPage } from './door-view.ts';
import { sendPage } from './send-page.ts';
import { readSubmitted, rememberLanguage } from './submitted-form.ts';

type Undo = FastifyRequest<{ Params: { token: string } }>;

/** The link of a notice: an address of an account changed, and whoever had the former one takes it back. GET looks only. */
export function registerUndo(app: FastifyInstance, door: DoorParts): void {
  const { services, binder } = door;
  app.get('/undo/:token', async (request: Undo, reply) => {
    const change = await getUndo(services, binder.caller(request, null), request.params.token);
    return sendPage(
      reply,
      renderUndoPage(door.contextFor(request), { change, action: `/undo/${request.params.token}` }),
    );
  });
  app.post('/undo/:token', async (request: Undo, reply) => {
    const { token } = request.params;
    const caller = binder.caller(request, null);
    const { language } = readSubmitted(request);
    if (language) {
      rememberLanguage(reply, door.cookies, language);
      const change = await getUndo(services, caller, token);
      return sendPage(
        reply,
        renderUndoPage(door.contextFor(request, null, language), { change, action: `/undo/${token}` }),
      );
    }
    await undoChange(services, caller, token);
    return sendPage(reply, renderUndoPage(door.contextFor(request), { isDone: true }));
  });
}
