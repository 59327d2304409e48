import { type BrandTheme, THEMES } from '@gatehouse/contract/accent';
import type { BrandLook } from '@gatehouse/contract/brand-look';
import { diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findDoorBrand, getOwnDoorBrand } from '../features/branding/index.ts';
import { type ViewedPage, viewPage } from '../features/diagnosis/index.ts';
import type { MembershipView, SignedIn } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { asLocale } from '../platform/http/server.ts';
import { parseInput } from '../platform/validation/parse-input.ts';
import type { DoorContext, FormState } from './door-context.ts';
import type { DoorParts } from './door-parts.ts';
import { emptyForm, renderFlowPage, renderMessagePage, renderSignInPage } from './door-view.ts';
import { sendPage } from './send-page.ts';
import { readSubmitted } from './submitted-form.ts';

type SeenRequest = FastifyRequest<{ Params: { organization: string } }>;

/**
 * `POST /preview/{organization}/seen`: the page that somebody would come to now, for whoever asks why they cannot get in.
 * It is made by what makes the real page, in their language and their organization's brand, and is a picture: nothing in it
 * leads anywhere, sends anything or lets anybody in.
 */
export function registerSeenPreview(app: FastifyInstance, door: DoorParts): void {
  app.post('/preview/:organization/seen', async (request: SeenRequest, reply) => {
    const { session, place } = await authorized(door, request);
    const { values } = readSubmitted(request);
    const { identifier } = parseInput(diagnosisRoutes.look.body, { identifier: values.identifier ?? '' });
    const caller = door.binder.caller(request, session);
    const page = await viewPage(door.services, caller, place.organizationId, identifier);
    const theme = THEMES.find((known) => known === values.theme) ?? 'light';
    const context = await contextOf(door, request, page, { place, theme, locale: asLocale(values.locale) });
    return sendPage(pictured(reply), asPicture(render(context, page, place)));
  });
}

async function authorized(
  door: DoorParts,
  request: SeenRequest,
): Promise<{ session: SignedIn; place: MembershipView }> {
  const session = await door.binder.findSession(request);
  if (!session) throw new AppError('NOT-SIGNED-IN');
  const { organization } = request.params;
  const place = session.memberships.find(
    ({ organizationId, slug }) => organizationId === organization || slug === organization,
  );
  if (!place) throw new AppError('NOT-FOUND');
  if (!door.isAllowed(place, 'diagnosis.read')) throw new AppError('FORBIDDEN');
  return { session, place };
}

type Choice = {
  readonly place: MembershipView;
  readonly theme: BrandTheme;
  readonly locale: ViewedPage['locale'] | null;
};

/** Dressed as theirs: times in the zone of the organization, for nobody knows where they are. */
async function contextOf(
  door: DoorParts,
  request: SeenRequest,
  page: ViewedPage,
  choice: Choice,
): Promise<DoorContext> {
  const { database } = door.services;
  const { organizationId } = choice.place;
  // Signing in begins at the house's door where the organization has no brand of its own to show.
  const known = page.seen.at === 'sign-in' ? (await findDoorBrand(database, organizationId))?.brand : page.brand;
  const brand = known ?? (page.seen.at === 'sign-in' ? null : await getOwnDoorBrand(database, organizationId));
  const look = brand?.look ? inTheme(brand.look, choice.theme) : null;
  const context = door.contextFor(request, brand && { ...brand, look }, choice.locale ?? page.locale);
  return { ...context, path: '', theme: choice.theme, timeZone: brand?.timeZone ?? null };
}

/** A picture is chosen by the reader's own theme: here there is only one to choose. */
function inTheme(look: BrandLook, theme: BrandTheme): BrandLook {
  const logo = look.logo?.[theme];
  return logo ? { ...look, logo: { light: logo, dark: logo } } : look;
}

function render(context: DoorContext, page: ViewedPage, { slug }: MembershipView): string {
  const { seen, flow, lockedUntil } = page;
  if (seen.at === 'elsewhere') return renderMessagePage(context, seen.reason ?? 'FLOW-NOT-FOUND', {});
  if (seen.step === 'identify') return renderSignInPage(context, emptyForm, { returnTo: '', organization: slug });
  const shown = seen.at === 'link' ? { ...context, acceptAction: '/i' } : context;
  return renderFlowPage(shown, flow, lockedUntil ? lockedForm(lockedUntil) : emptyForm);
}

/** The next password that they type is answered so. */
function lockedForm(until: Date): FormState {
  return { ...emptyForm, problem: { code: 'ACC-LOCKED', params: { time: until.toISOString() } } };
}

/** Where links lead and forms go is taken out: in a picture nothing is pressed, and no address can hold what lets somebody in. */
export function asPicture(html: string): string {
  return html
    .replace(/(<(?:a|form)\b[^>]*?) (?:href|action)="[^"]*"/g, '$1')
    .replace(/(<button\b[^>]*?) formaction="[^"]*"/gi, '$1')
    .replace(/ data-clean-path="[^"]*"/, '')
    .replace(/ autofocus="[^"]*"/gi, '');
}

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

function pictured(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': POLICY,
    'x-frame-options': 'SAMEORIGIN',
    'cache-control': 'no-store',
  });
}
