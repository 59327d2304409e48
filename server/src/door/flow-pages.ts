import type { ErrorCode } from '@gatehouse/contract/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { getFlow, getLanding, resumeFlow, startFlow, submitStep } from '../features/admission/index.ts';
import { AppError, isAppError } from '../kernel/app-error.ts';
import type { DoorParts } from './door-parts.ts';
import { emptyForm, renderFlowPage, renderHandOverPage, renderTypedCodePage } from './door-view.ts';
import { createOpenedLinks } from './opened-links.ts';
import { sendPage } from './send-page.ts';
import { formState, readSubmitted, rememberLanguage, type Submitted, withoutEmpty } from './submitted-form.ts';

type FlowRequest = FastifyRequest<{ Params: { id: string; step: string } }>;
type LinkRequest = FastifyRequest<{ Params: { token: string; step?: string } }>;

/** Cards D1 to D7: the link of a mail, and the flow that its press begins. GET and HEAD change nothing. */
export function registerFlowPages(app: FastifyInstance, door: DoorParts): void {
  app.get('/i', (request, reply) => sendPage(reply, renderTypedCodePage(door.contextFor(request), emptyForm)));
  app.post('/i', (request, reply) => openTyped(door, request, reply));
  app.get('/i/:token', (request: LinkRequest, reply) => showLanding(door, request, reply));
  app.post('/i/:token', (request: LinkRequest, reply) => pressLanding(door, request, reply, 'accept'));
  app.post('/i/:token/:step', (request: LinkRequest, reply) =>
    pressLanding(door, request, reply, request.params.step ?? ''),
  );
  app.get('/flow/:id', (request: FlowRequest, reply) => showFlow(door, request, reply));
  app.get('/flow/:id/:step', (request: FlowRequest, reply) =>
    request.params.step === HAND_OVER
      ? showFlow(door, request, reply)
      : reply.redirect(flowPath(request.params.id), 303),
  );
  app.post('/flow/:id/:step', (request: FlowRequest, reply) => submitFlow(door, request, reply));
}

/** A page beside that of the company, and the press that leads to it and keeps what was typed. */
const HAND_OVER = 'hand-over';
const TO_HAND_OVER = 'to-hand-over';

/** Errors that the landing's flow cannot show. */
const SHOWN_ALONE = new Set<ErrorCode>(['SERVER', 'BUSY', 'RATE-LIMITED', 'REQUEST-INVALID', 'NOT-FOUND']);
/** Errors after which there is no page to show again. */
const GONE = new Set<ErrorCode>(['SERVER', 'UNAVAILABLE', 'NOT-FOUND', 'FLOW-NOT-FOUND', 'FLOW-EXPIRED']);

function flowPath(id: string): string {
  return `/flow/${encodeURIComponent(id)}`;
}

async function showLanding(door: DoorParts, request: LinkRequest, reply: FastifyReply): Promise<FastifyReply> {
  const links = createOpenedLinks(door);
  const token = links.resolve(request, request.params.token);
  const session = await door.binder.findSession(request);
  const page =
    token === null ? null : await getLanding(door.services, session, { ip: request.clientIp, token }, request.id);
  if (!page || token === null) {
    const problem = { ...emptyForm, problem: { code: 'INV-NOT-FOUND', params: {} } } as const;
    return sendPage(reply.status(404), renderTypedCodePage(door.contextFor(request), problem));
  }
  // Whoever accepted it already goes to where they belong.
  if (session && page.flow.state === 'done' && page.flow.redirectTo) return reply.redirect(page.flow.redirectTo, 303);
  const { locale, saved } = landingLanguage(door, request, page.brand?.locale ?? null);
  if (!saved) rememberLanguage(reply, door.cookies, locale);
  const cleanPath = links.remember(request, reply, page.flow, token);
  const context = door.contextFor(request, page.brand, locale);
  const dressed = { ...context, path: cleanPath, cleanPath, acceptAction: `/i/${encodeURIComponent(token)}` };
  return sendPage(reply, renderFlowPage(dressed, page.flow, emptyForm));
}

/** What was asked for in the address, else what was chosen here before, else what the inviter chose. */
function landingLanguage(door: DoorParts, request: FastifyRequest, invited: DoorLocale | null) {
  const asked = (request.query as { lang?: string }).lang !== undefined;
  const chosen = door.cookies.read(request, 'language') !== null;
  const locale = asked || chosen || !invited ? door.contextFor(request).locale : invited;
  return { locale, saved: chosen && !asked };
}
type DoorLocale = ReturnType<DoorParts['contextFor']>['locale'];

/** The press on the landing page: the flow begins with it, bound to this browser, or goes on where it was left. */
async function pressLanding(
  door: DoorParts,
  request: LinkRequest,
  reply: FastifyReply,
  step: string,
): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const { token } = request.params;
  if (submitted.language) {
    rememberLanguage(reply, door.cookies, submitted.language);
    return reply.redirect(`/i/${encodeURIComponent(token)}`, 303);
  }
  const client = await door.clients.ensure(request, reply);
  const begun = step === 'accept' ? await resumeFlow(door.services, client, { ip: request.clientIp, token }) : null;
  if (begun !== null) return reply.redirect(flowPath(begun), 303);
  const caller = door.binder.caller(request, client.session);
  const id = await startFlow(door.services, caller, client, { kind: 'invitation', token });
  try {
    for (const [name, body] of stepsOf(step, submitted)) {
      door.clients.settle(request, reply, await submitStep(door.services, caller, client, id, name, body));
    }
  } catch (error) {
    if (isAppError(error, 'PROOF-NEEDED')) return reply.redirect(await beginProof(door, request, client, id), 303);
    // The flow's own page says better what is wrong.
    if (!isAppError(error) || SHOWN_ALONE.has(error.code)) throw error;
  }
  return reply.redirect(flowPath(id), 303);
}

/** A pasted link or the typed code of the mail. */
async function openTyped(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  if (submitted.language) rememberLanguage(reply, door.cookies, submitted.language);
  const again = (error: AppError | null) => {
    const context = door.contextFor(request, null, submitted.language ?? undefined);
    const form = formState(submitted, error);
    const values = { token: submitted.values.token ?? '' };
    return sendPage(reply, renderTypedCodePage(context, { ...form, values }), error);
  };
  if (submitted.language) return again(null);
  const token = submitted.values.token?.trim() ?? '';
  if (token === '')
    return again(new AppError('REQUEST-INVALID', {}, [{ path: 'token', code: 'FIELD-REQUIRED', params: {} }]));
  try {
    const client = await door.clients.ensure(request, reply);
    const caller = door.binder.caller(request, client.session);
    const id = await startFlow(door.services, caller, client, { kind: 'invitation', token: token.slice(0, 2000) });
    return reply.redirect(flowPath(id), 303);
  } catch (error) {
    if (!isAppError(error, 'INV-NOT-FOUND', 'RATE-LIMITED', 'INV-SUPERSEDED', 'INV-HANDED-OVER')) throw error;
    return again(error);
  }
}

async function showFlow(door: DoorParts, request: FlowRequest, reply: FastifyReply): Promise<FastifyReply> {
  const client = await door.clients.find(request);
  if (!client) throw new AppError('FLOW-NOT-FOUND');
  const { flow, brand, begin } = await getFlow(door.services, client, request.params.id, { requestId: request.id });
  if (flow.state === 'done' && flow.redirectTo) return reply.redirect(flow.redirectTo, 303);
  return sendPage(reply, pageOf(request)({ ...door.contextFor(request, brand), begin }, flow, emptyForm));
}

/** The page of the step that comes next, or the one beside the company's. */
function pageOf({ params }: FlowRequest): typeof renderFlowPage {
  return params.step === HAND_OVER ? renderHandOverPage : renderFlowPage;
}

async function submitFlow(door: DoorParts, request: FlowRequest, reply: FastifyReply): Promise<FastifyReply> {
  const client = await door.clients.find(request);
  if (!client) throw new AppError('FLOW-NOT-FOUND');
  const { id, step } = request.params;
  const submitted = readSubmitted(request);
  const { language } = submitted;
  if (language) rememberLanguage(reply, door.cookies, language);
  if (language) return showAgain(door, request, reply, submitted, null);
  const caller = door.binder.caller(request, client.session);
  try {
    for (const [name, body] of stepsOf(step, submitted)) {
      door.clients.settle(request, reply, await submitStep(door.services, caller, client, id, name, body));
    }
    return reply.redirect(step === TO_HAND_OVER ? `${flowPath(id)}/${HAND_OVER}` : flowPath(id), 303);
  } catch (error) {
    if (!isAppError(error) || GONE.has(error.code)) throw error;
    if (isAppError(error, 'FLOW-STEP-WRONG', 'INV-WRONG-ACCOUNT')) return reply.redirect(flowPath(id), 303);
    // Once it is given, the same page comes again.
    if (isAppError(error, 'PROOF-NEEDED')) return reply.redirect(await beginProof(door, request, client, id), 303);
    return showAgain(door, request, reply, submitted, error);
  }
}

/** Where a step is proven first that matters; from there it goes back to its flow. */
async function beginProof(door: DoorParts, request: FastifyRequest, client: FlowClient, id: string): Promise<string> {
  const caller = door.binder.caller(request, client.session);
  return flowPath(
    await startFlow(door.services, caller, client, { kind: 'confirm', strong: true, returnTo: flowPath(id) }),
  );
}
type FlowClient = Awaited<ReturnType<DoorParts['clients']['ensure']>>;

/** The page as it stands now, with what was typed and what was wrong with it. */
async function showAgain(
  door: DoorParts,
  request: FlowRequest,
  reply: FastifyReply,
  submitted: Submitted,
  error: AppError | null,
): Promise<FastifyReply> {
  const client = await door.clients.find(request);
  if (!client) throw new AppError('FLOW-NOT-FOUND');
  const { flow, brand, begin } = await getFlow(door.services, client, request.params.id, {
    requestId: request.id,
    problem: error?.code ?? null,
  });
  if (flow.state === 'done' && flow.redirectTo) return reply.redirect(flow.redirectTo, 303);
  const context = {
    ...door.contextFor(request, brand, submitted.language ?? undefined),
    begin,
    path: flow.step.name === 'company' && request.params.step === HAND_OVER ? request.url : flowPath(flow.id),
  };
  const shown = flow.state === 'stopped' && flow.problem?.code === error?.code ? null : error;
  return sendPage(reply, pageOf(request)(context, flow, formState(submitted, shown)), error);
}

/** A form as the steps it means: empty fields are not there, and whatever leads away from the company keeps what was typed first. */
function stepsOf(step: string, { values }: Submitted): [string, Record<string, unknown>][] {
  const body = withoutEmpty(values);
  if (step === 'second-factor') return [[step, { ...body, trust: body.trust === 'true' }]];
  if (step === 'begin-factor' && values.number !== undefined) return [[step, { ...body, number: values.number }]];
  if (step === 'terms') return [[step, { ...body, accepted: body.accepted === 'true' }]];
  if (step === 'note-approver') return [[step, { ...body, notify: body.notify === 'true' }]];
  if (step === HAND_OVER)
    return [[step, body.otherDomain ? { ...body, otherDomain: body.otherDomain === 'true' } : body]];
  if (step !== 'join-company' && step !== TO_HAND_OVER) return [[step, body]];
  const { differentCompanyReason: _, ...draft } = body;
  const saved: [string, Record<string, unknown>] = ['save-company', draft];
  return step === TO_HAND_OVER ? [saved] : [saved, ['join-company', {}]];
}
