import { type BrandTheme, THEMES } from '@gatehouse/contract/accent';
import type { BrandLook } from '@gatehouse/contract/brand-look';
import { updateBrandingSchema } from '@gatehouse/contract/branding';
import type { Locale } from '@gatehouse/contract/locales';
import { ownTextField } from '@gatehouse/contract/message-texts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { draftBrand, findMailLogo } from '../features/branding/index.ts';
import { previewMessage, sampleGuest } from '../features/notifications/index.ts';
import type { MembershipView, SignedIn } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { after, DAY, MINUTE } from '../kernel/clock.ts';
import type { DoorBrand } from '../kernel/door-brand.ts';
import { asLocale } from '../platform/http/server.ts';
import { parseInput } from '../platform/validation/parse-input.ts';
import type { DoorParts } from './door-parts.ts';
import { emptyForm, renderFlowPage, renderSignInPage } from './door-view.ts';
import { withImages } from './outbox-page.tsx';
import { readSubmitted } from './submitted-form.ts';

type PreviewRequest = FastifyRequest<{ Params: { organization: string; view: string } }>;

/**
 * `POST /preview/{organization}/{view}`: a page of the door or a mail as it would be with what is not saved, made by what
 * makes the real ones, for a frame of the console. It changes nothing; as a POST it can be had from our own pages only.
 */
export function registerBrandPreviews(app: FastifyInstance, door: DoorParts): void {
  app.post('/preview/:organization/:view', async (request: PreviewRequest, reply) => {
    const { session, place } = await authorized(door, request);
    const { values: fields } = readSubmitted(request);
    const brand = await draftBrand(door.services, place.organizationId, json(fields.draft, updateBrandingSchema));
    const theme = THEMES.find((known) => known === fields.theme) ?? 'light';
    const of = { door, request, place, session, brand, theme, locale: asLocale(fields.locale) ?? 'en', fields };
    if (request.params.view === 'mail') return sendMail(reply, of);
    const page = PAGES[request.params.view];
    if (!page) throw new AppError('NOT-FOUND');
    return framed(reply).send(page(of));
  });
}

type Preview = {
  readonly door: DoorParts;
  readonly request: PreviewRequest;
  readonly place: MembershipView;
  readonly session: SignedIn;
  readonly brand: DoorBrand;
  readonly theme: BrandTheme;
  readonly locale: Locale;
  readonly fields: Readonly<Record<string, string>>;
};

async function authorized(door: DoorParts, request: PreviewRequest) {
  const session = await door.binder.findSession(request);
  if (!session) throw new AppError('NOT-SIGNED-IN');
  const { organization } = request.params;
  const place = session.memberships.find(
    ({ organizationId, slug }) => organizationId === organization || slug === organization,
  );
  if (!place) throw new AppError('NOT-FOUND');
  if (!door.isAllowed(place, 'settings.read')) throw new AppError('FORBIDDEN');
  return { session, place };
}

function json<S extends z.ZodType>(text: string | undefined, schema: S): z.output<S> {
  try {
    return parseInput(schema, JSON.parse(text || '{}'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('REQUEST-MALFORMED');
    throw error;
  }
}

const PAGES: Readonly<Record<string, (of: Preview) => string>> = {
  'sign-in': (of) =>
    renderSignInPage(contextOf(of, `/sign-in?organization=${of.place.slug}`), emptyForm, {
      returnTo: '',
      organization: of.place.slug,
    }),
  invitation: (of) => {
    const { locale, place, session, door } = of;
    const { name, address, note } = sampleGuest(locale);
    const now = door.services.clock.now();
    const invitation = {
      id: 'inv_sample',
      kind: 'company' as const,
      added: false,
      organizationName: place.name,
      inviterName: session.name,
      to: address,
      alsoTo: null,
      handedOver: null,
      stopInvitingPath: '/unsubscribe/sample',
      name,
      roles: [],
      note,
      expiresAt: after(now, 7 * DAY - MINUTE).toISOString(), // as one that left a minute ago
    };
    const flow = {
      id: '',
      kind: 'invitation' as const,
      state: 'open' as const,
      step: { name: 'accept' as const, invitation },
      stepNumber: null,
      stepCount: null,
      expiresAt: after(now, DAY).toISOString(),
    };
    const cleanPath = '/i/inv_sample';
    const context = { ...contextOf(of, cleanPath), cleanPath, acceptAction: cleanPath };
    return renderFlowPage(context, flow, emptyForm);
  },
};

/** The context of the real page, in a theme that need not be the reader's. */
function contextOf({ door, request, brand, locale, theme }: Preview, path: string) {
  const look = brand.look && inTheme(brand.look, theme);
  const context = door.contextFor(request, { ...brand, look }, locale);
  return { ...context, path, theme };
}

/** A picture is chosen by the reader's own theme: here there is only one to choose. */
function inTheme(look: BrandLook, theme: BrandTheme): BrandLook {
  const logo = look.logo?.[theme];
  return logo ? { ...look, logo: { light: logo, dark: logo } } : look;
}

const textsSchema = z.record(z.string().max(80), ownTextField);
const DARK_ONLY = '@media (prefers-color-scheme: dark)';

async function sendMail(reply: FastifyReply, { door, place, brand, theme, locale, fields }: Preview) {
  const { template = 'M01', sample = null } = fields;
  const texts = json(fields.texts, textsSchema);
  const draft = { ...brand, dress: brand.look?.mail ?? null, texts };
  const { html } = await previewMessage(door.services, place, { template, locale, sample }, draft);
  if (html === null) throw new AppError('NOT-FOUND');
  const logo = await findMailLogo(door.services, brand);
  const shown = logo ? withImages(html, [{ cid: 'logo@gatehouse', content: logo }]) : html;
  reply.header('content-security-policy', MAIL_POLICY);
  return framed(reply).send(shown.replaceAll(DARK_ONLY, theme === 'dark' ? '@media all' : '@media not all'));
}

/** Mails have their styles in themselves; they run nothing, load nothing and lead nowhere. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

function framed(reply: FastifyReply): FastifyReply {
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  return reply
    .headers({
      'content-security-policy': policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
      'x-frame-options': 'SAMEORIGIN',
    })
    .type('text/html; charset=utf-8');
}
