import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { disownEvent, getDisavowal } from '../features/sign-in/index.ts';
import type { DoorParts } from './door-parts.ts';
import { renderNotMePage } from './door-view.ts';
import { sendPage } from './send-page.ts';
import { readSubmitted, rememberLanguage } from './submitted-form.ts';

type NotMe = FastifyRequest<{ Params: { token: string } }>;

/** Of a mail, and of a text message, which has no room for more. */
const PATHS = ['/not-me', '/n'];

/** "This wasn't me" of a notice. GET looks only: programs that open links before people do press nothing. */
export function registerNotMe(app: FastifyInstance, door: DoorParts): void {
  for (const path of PATHS) {
    app.get(`${path}/:token`, (request: NotMe, reply) => look(door, path, request, reply));
    app.post(`${path}/:token`, (request: NotMe, reply) => press(door, path, request, reply));
  }
}

async function look(door: DoorParts, path: string, request: NotMe, reply: FastifyReply) {
  const { token } = request.params;
  const event = await getDisavowal(door.services, door.binder.caller(request, null), token);
  return sendPage(reply, renderNotMePage(door.contextFor(request), { ...event, action: `${path}/${token}` }));
}

async function press(door: DoorParts, path: string, request: NotMe, reply: FastifyReply) {
  const { token } = request.params;
  const caller = door.binder.caller(request, null);
  const { language } = readSubmitted(request);
  if (language) {
    rememberLanguage(reply, door.cookies, language);
    const event = await getDisavowal(door.services, caller, token);
    const context = door.contextFor(request, null, language);
    return sendPage(reply, renderNotMePage(context, { ...event, action: `${path}/${token}` }));
  }
  await disownEvent(door.services, caller, token);
  return sendPage(reply, renderNotMePage(door.contextFor(request), { isDone: true }));
}
