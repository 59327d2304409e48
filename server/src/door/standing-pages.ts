import { setupSchema } from '@gatehouse/contract/organizations';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { safeReturnTo, startFlow } from '../features/admission/index.ts';
import { findDoorBrand, getOwnDoorBrand } from '../features/branding/index.ts';
import { requestHelp } from '../features/diagnosis/index.ts';
import { getWelcome, hasSignInTabs, isSetUp } from '../features/organizations/index.ts';
import { setUpAndSignIn } from '../features/sign-in/index.ts';
import { AppError, isAppError } from '../kernel/app-error.ts';
import type { DoorBrand } from '../kernel/door-brand.ts';
import { parseInput } from '../platform/validation/parse-input.ts';
import type { DoorParts } from './door-parts.ts';
import {
  emptyForm,
  renderConfirmPage,
  renderNewLinkPage,
  renderSetupPage,
  renderSignInPage,
  renderTextPage,
  renderWelcomePage,
} from './door-view.ts';
import type { SignInWay } from './pages/identify-page.tsx';
import { countryOf } from './region.ts';
import { sendPage } from './send-page.ts';
import { formState, readSubmitted, rememberLanguage, type Submitted } from './submitted-form.ts';
import { zoneOf } from './time-zone.ts';

/** Pages outside of a flow: start, sign-in, a new link, first run, welcome, and the plain texts. */
export function registerStandingPages(app: FastifyInstance, door: DoorParts): void {
  app.get('/', (request, reply) => showStart(door, request, reply));
  app.get('/sign-in', (request, reply) => showSignIn(door, request, reply));
  app.post('/sign-in', (request, reply) => submitSignIn(door, request, reply));
  app.get('/confirm', (request, reply) => showConfirm(door, request, reply));
  app.post('/confirm', (request, reply) => submitConfirm(door, request, reply));
  app.get('/new-link', (request, reply) =>
    sendPage(reply, renderNewLinkPage(door.contextFor(request), emptyForm, { sent: false })),
  );
  app.post('/new-link', (request, reply) => submitNewLink(door, request, reply));
  app.get('/setup', (request, reply) => showSetup(door, request, reply));
  app.post('/setup', (request, reply) => submitSetup(door, request, reply));
  app.get('/welcome/:organization', (request: WelcomeRequest, reply) => showWelcome(door, request, reply));
  for (const kind of ['privacy', 'terms', 'help'] as const) {
    app.get(`/${kind}`, (request, reply) => sendPage(reply, renderTextPage(door.contextFor(request), kind)));
  }
}

type WelcomeRequest = FastifyRequest<{ Params: { organization: string } }>;
type Again = (error: AppError | null) => FastifyReply;

/** Shows the page again for the language switch, and for what the person can mend; other errors go on. */
async function submit(
  door: DoorParts,
  reply: FastifyReply,
  submitted: Submitted,
  again: Again,
  act: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  if (submitted.language) {
    rememberLanguage(reply, door.cookies, submitted.language);
    return again(null);
  }
  try {
    return await act();
  } catch (error) {
    if (!isAppError(error) || isAppError(error, 'SERVER', 'UNAVAILABLE')) throw error;
    return again(error);
  }
}

async function showStart(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!(await isSetUp(door.services))) return reply.redirect('/setup', 303);
  const session = await door.binder.findSession(request);
  return reply.redirect(session ? '/portal' : '/sign-in', 303);
}

async function showSignIn(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { returnTo, organization, way } = request.query as Record<string, unknown>;
  const target = safeReturnTo(typeof returnTo === 'string' ? returnTo : null, door.services.publicUrl);
  if (await door.binder.findSession(request)) return reply.redirect(target ?? '/portal', 303);
  // Its script may begin a flow beside the form: both belong to one browser.
  await door.clients.ensure(request, reply);
  const named = doorNamed(organization, target);
  const view = { returnTo: target ?? '', organization: named, way: await wayAt(door, named, way) };
  const known = await knownDoor(door, named);
  return sendPage(reply, renderSignInPage(door.contextFor(request, known), emptyForm, view));
}

/** Which tab is shown, where the door of this organization has two; null for a door without. */
async function wayAt({ services }: DoorParts, organization: string, asked: unknown): Promise<SignInWay | null> {
  if (organization === '' || !(await hasSignInTabs(services.database, organization))) return null;
  return asked === 'sms' ? 'sms' : 'password';
}

/** At whose door somebody signs in: named in the address, or in the page of the console that they want to go back to. */
function doorNamed(organization: unknown, returnTo: string | null): string {
  const named = typeof organization === 'string' ? organization : /^\/console\/([^/?#]+)/.exec(returnTo ?? '')?.[1];
  return (named ?? '').slice(0, 64);
}

async function knownDoor(door: DoorParts, organization: string): Promise<DoorBrand | null> {
  return organization === '' ? null : ((await findDoorBrand(door.services.database, organization))?.brand ?? null);
}

/** Whoever was sent here from a page that needs a fresh proof; nothing begins before the press. */
async function showConfirm(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { returnTo } = request.query as { returnTo?: unknown };
  const target = safeReturnTo(typeof returnTo === 'string' ? returnTo : null, door.services.publicUrl) ?? '/portal';
  if (!(await door.binder.findSession(request))) {
    return reply.redirect(`/sign-in?returnTo=${encodeURIComponent(target)}`, 303);
  }
  return sendPage(reply, renderConfirmPage(door.contextFor(request), emptyForm, { returnTo: target }));
}

async function submitConfirm(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const { returnTo = '' } = submitted.values;
  const again: Again = (error) => {
    const context = door.contextFor(request, null, submitted.language ?? undefined);
    return sendPage(reply, renderConfirmPage(context, formState(submitted, error), { returnTo }), error);
  };
  return submit(door, reply, submitted, again, async () => {
    const client = await door.clients.ensure(request, reply);
    const caller = door.binder.caller(request, client.session);
    const id = await startFlow(door.services, caller, client, { kind: 'confirm', ...(returnTo ? { returnTo } : {}) });
    return reply.redirect(`/flow/${id}`, 303);
  });
}

const NO_NUMBER = { path: 'identifier', code: 'PHONE-INVALID', params: {} } as const;

async function submitSignIn(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const { identifier = '', returnTo = '', organization: named = '' } = submitted.values;
  const organization = doorNamed(named, null);
  const way = await wayAt(door, organization, submitted.values.way);
  const known = await knownDoor(door, organization);
  const again: Again = (error) => {
    const context = door.contextFor(request, known, submitted.language ?? undefined);
    return sendPage(
      reply,
      renderSignInPage(context, formState(submitted, error), { returnTo, organization, way }),
      error,
    );
  };
  return submit(door, reply, submitted, again, async () => {
    if (way === 'sms' && /[@\p{L}]/u.test(identifier)) throw new AppError('REQUEST-INVALID', {}, [NO_NUMBER]);
    const client = await door.clients.ensure(request, reply);
    const caller = door.binder.caller(request, client.session);
    const start = {
      kind: 'sign-in',
      ...(way === 'password' ? { method: way } : {}),
      identifier: identifier.trim() || ' ',
      ...(returnTo ? { returnTo } : {}),
      ...(organization ? { organization } : {}),
    } as const;
    const id = await startFlow(door.services, caller, client, start);
    return reply.redirect(`/flow/${id}`, 303);
  });
}

async function submitNewLink(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const page = (error: AppError | null, sent: boolean) => {
    const context = door.contextFor(request, null, submitted.language ?? undefined);
    return sendPage(reply, renderNewLinkPage(context, formState(submitted, error), { sent }), error);
  };
  return submit(
    door,
    reply,
    submitted,
    (error) => page(error, false),
    async () => {
      await requestHelp(door.services, door.binder.caller(request, null), submitted.values.identifier?.trim() ?? '');
      return page(null, true);
    },
  );
}

async function showSetup(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (await isSetUp(door.services)) return reply.redirect('/', 303);
  const { token } = request.query as { token?: unknown };
  const given = typeof token === 'string' && token.length <= 200 ? token : '';
  const view = { tokenGiven: given !== '', token: given, country: countryOf(request) };
  return sendPage(reply, renderSetupPage(door.contextFor(request), emptyForm, view));
}

async function submitSetup(door: DoorParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const submitted = readSubmitted(request);
  const { token = '', organizationName = '', ownerName = '', email = '', password = '' } = submitted.values;
  const { locale, country = '' } = submitted.values;
  const again: Again = (error) => {
    const context = door.contextFor(request, null, submitted.language ?? undefined);
    const view = { tokenGiven: token !== '' && error?.code !== 'SETUP-TOKEN-WRONG', token, country };
    return sendPage(reply, renderSetupPage(context, formState(submitted, error), view), error);
  };
  return submit(door, reply, submitted, again, async () => {
    const timeZone = zoneOf(request);
    const known = { ...(country && { country }), ...(locale && { locale }), ...(timeZone && { timeZone }) };
    const organization = { name: organizationName, ...known };
    const setup = parseInput(setupSchema, { token, organization, owner: { name: ownerName, email, password } });
    await setUpAndSignIn(door.services, door.cookies, door.binder.caller(request, null), setup, reply);
    return reply.redirect('/console', 303);
  });
}

async function showWelcome(door: DoorParts, request: WelcomeRequest, reply: FastifyReply): Promise<FastifyReply> {
  const session = await door.binder.findSession(request);
  const { organization } = request.params;
  if (!session) {
    return reply.redirect(`/sign-in?returnTo=${encodeURIComponent(`/welcome/${organization}`)}`, 303);
  }
  const welcome = await getWelcome(door.services, session.accountId, organization);
  if (!welcome) return reply.redirect('/portal', 303);
  const mine = session.memberships.find((place) => place.organizationId === welcome.organization.id);
  const runs = mine?.roles.some((role) => role !== 'member') ?? false;
  const own = await getOwnDoorBrand(door.services.database, welcome.organization.id);
  const brand = own && { ...own, productName: welcome.host?.productName ?? own.productName };
  const view = { name: session.name, welcome, portalUrl: '/portal', consoleUrl: runs ? '/console' : null };
  return sendPage(reply, renderWelcomePage(door.contextFor(request, brand), view));
}
