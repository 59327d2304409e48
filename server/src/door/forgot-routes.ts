import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getPasswordLink, startFlow } from '../features/admission/index.ts';
import { findDoorBrand } from '../features/branding/index.ts';
import { AppError, isAppError } from '../kernel/app-error.ts';
import type { DoorParts } from './door-parts.ts';
import { emptyForm, renderForgotPage, renderPasswordLinkPage } from './door-view.ts';
import { createOpenedLinks } from './opened-links.ts';
import { sendPage } from './send-page.ts';
import { formState, readSubmitted, rememberLanguage } from './submitted-form.ts';

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

/** Card D32: a forgotten password, and the link that leads to another one. GET and HEAD change nothing. */
export function registerForgotPages(app: FastifyInstance, door: DoorParts): void {
  app.get('/forgot', (request, reply) => showForgot(door, request, reply));
  app.post('/forgot', (request, reply) => submitForgot(door, request, reply));
  app.get('/r/:token', (request: LinkRequest, reply) => showLink(door, request, reply));
  app.post('/r/:token', (request: LinkRequest, reply) => pressLink(door, request, reply));
}

async function brandNamed(door: DoorParts, organization: string) {
  return organization === '' ? null : ((await findDoorBrand(door.services.database, organization))?.brand ?? null);
}

async function showForgot(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { organization: named } = request.query as { organization?: unknown };
  const organization = typeof named === 'string' ? named.slice(0, 64) : '';
  const context = door.contextFor(request, await brandNamed(door, organization));
  return sendPage(reply, renderForgotPage(context, emptyForm, { organization }));
}

/** `page: ask` comes from the page of the password, with the address that was typed there: it stays out of the address bar. */
async function submitForgot(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const { identifier = '', organization: named = '', page } = submitted.values;
  const organization = named.slice(0, 64);
  const known = await brandNamed(door, organization);
  const again = (error: AppError | null) => {
    const context = door.contextFor(request, known, submitted.language ?? undefined);
    return sendPage(reply, renderForgotPage(context, formState(submitted, error), { organization }), error);
  };
  if (submitted.language) rememberLanguage(reply, door.cookies, submitted.language);
  if (submitted.language || page === 'ask') return again(null);
  try {
    const client = await door.clients.ensure(request, reply);
    const caller = door.binder.caller(request, client.session);
    const at = organization ? { organization } : {};
    const start = { kind: 'recovery', identifier: identifier.trim() || ' ', ...at } as const;
    return reply.redirect(`/flow/${await startFlow(door.services, caller, client, start)}`, 303);
  } catch (error) {
    if (!isAppError(error, 'REQUEST-INVALID', 'RATE-LIMITED')) throw error;
    return again(error);
  }
}

async function showLink(door: DoorParts, request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
  const links = createOpenedLinks(door);
  const token = links.resolve(request, request.params.token);
  if (token === null) throw new AppError('PASSWORD-LINK-ENDED');
  const { id, to } = await getPasswordLink(door.services, { ip: request.clientIp, token });
  const cleanPath = links.keep(request, reply, `/r/${id}`, token);
  const context = { ...door.contextFor(request), path: cleanPath, cleanPath };
  return sendPage(reply, renderPasswordLinkPage(context, { to, action: `/r/${encodeURIComponent(token)}` }));
}

async function pressLink(door: DoorParts, request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  if (submitted.language) {
    rememberLanguage(reply, door.cookies, submitted.language);
    return reply.redirect(`/r/${encodeURIComponent(request.params.token)}`, 303);
  }
  const token = createOpenedLinks(door).resolve(request, request.params.token);
  if (token === null) throw new AppError('PASSWORD-LINK-ENDED');
  const client = await door.clients.ensure(request, reply);
  const caller = door.binder.caller(request, client.session);
  const id = await startFlow(door.services, caller, client, { kind: 'recovery', token });
  return reply.redirect(`/flow/${id}`, 303);
}
