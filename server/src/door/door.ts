import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ErrorCode } from '@gatehouse/contract/errors';
import { LOCALES } from '@gatehouse/contract/locales';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { recordFailure } from '../features/admission/index.ts';
import { findHouseBrand } from '../features/branding/index.ts';
import { findHostProductName } from '../features/organizations/index.ts';
import { type DoorBrand, offeredLocale, UNKNOWN_DOOR } from '../kernel/door-brand.ts';
import { type ErrorPage, requestLocale } from '../platform/http/server.ts';
import { translator } from '../platform/i18n/translate.ts';
import { VERSION } from '../platform/release.ts';
import { registerApiDocs } from './api-docs-routes.ts';
import { registerAppShell } from './app-shell-routes.ts';
import { registerBrandPreviews } from './brand-preview-routes.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorOptions, DoorParts } from './door-parts.ts';
import { renderMessagePage } from './door-view.ts';
import { registerFlowPages } from './flow-pages.ts';
import { registerForgotPages } from './forgot-routes.ts';
import { registerNotMe } from './not-me-routes.ts';
import { registerOutbox } from './outbox-routes.ts';
import { registerSeenPreview } from './seen-preview-routes.ts';
import { registerStandingPages } from './standing-pages.ts';
import { registerStopRecovery } from './stop-recovery-routes.ts';
import { zoneOf } from './time-zone.ts';
import { registerUndo } from './undo-routes.ts';
import { registerUnsubscribe } from './unsubscribe-routes.ts';
import { registerWellKnown } from './well-known-routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of whoever runs this installation; null before the first run. */
    houseBrand: DoorBrand | null;
  }
}

export type Door = {
  readonly errorPage: ErrorPage;
  readonly contextFor: (request: FastifyRequest) => DoorContext;
  register(app: FastifyInstance): Promise<void>;
};

/** The pages for everyone who is signed out or half-way: HTML from the server, forms that need no script. */
export function createDoor(options: DoorOptions): Door {
  const contextFor = contextMaker(options);
  const parts: DoorParts = { ...options, contextFor };
  const door: Door = {
    contextFor: (request) => contextFor(request),
    errorPage: async (request, _reply, error) => {
      const reference = await referenceOf(options.services, request, error.code);
      return renderMessagePage(contextFor(request), error.code, error.params, { requestId: request.id, reference });
    },
    register: async (app) => {
      dressPages(app, options);
      registerFlowPages(app, parts);
      registerForgotPages(app, parts);
      registerStandingPages(app, parts);
      registerBrandPreviews(app, parts);
      registerSeenPreview(app, parts);
      registerUndo(app, parts);
      registerStopRecovery(app, parts);
      registerNotMe(app, parts);
      await registerUnsubscribe(app, parts);
      const { outboxMode, services, config } = options;
      const { notifications } = services;
      registerOutbox(app, {
        notifications,
        outboxMode,
        publicUrl: config.publicUrl,
        contextFor: door.contextFor,
      });
      registerApiDocs(app, { version: VERSION, contextFor: door.contextFor });
      registerWellKnown(app, { version: VERSION, outboxMode, productName: () => findHostProductName(services) });
      const localeOf = (request: FastifyRequest) => requestLocale(request, options.cookies);
      await registerAppShell(app, { webDirectory: options.webDirectory, localeOf });
    },
  };
  return door;
}

/** Errors outside of a page that support can look into. */
const LOOKED_INTO = new Set<ErrorCode>(['SERVER', 'FLOW-EXPIRED', 'FLOW-NOT-FOUND']);

/** Of a flow that this browser cannot go on with, or of a failure of ours. */
async function referenceOf(
  services: DoorOptions['services'],
  { url, id: requestId }: FastifyRequest,
  error: ErrorCode,
) {
  if (!LOOKED_INTO.has(error)) return null;
  const flowId = /^\/flow\/([a-z0-9_]{1,40})\b/.exec(url)?.[1] ?? null;
  return recordFailure(services, { error, flowId, requestId });
}

function contextMaker(options: DoorOptions): DoorParts['contextFor'] {
  const assets = readAssets(options.webDirectory);
  return (request, brand, wanted = requestLocale(request, options.cookies)) => {
    const dress = brand ?? request.houseBrand ?? UNKNOWN_DOOR;
    const locale = offeredLocale(dress, wanted);
    return {
      locale,
      t: translator(locale),
      brand: {
        organizationName: dress.organizationName,
        productName: dress.productName,
        supportContact: dress.supportContact,
        termsUrl: dress.termsUrl ?? '/terms',
        privacyUrl: dress.privacyUrl ?? '/privacy',
        look: dress.look,
        languages: dress.languages ?? LOCALES,
      },
      assets,
      banner: options.outboxMode ? 'outbox' : null,
      path: withoutLanguage(request.url),
      now: options.services.clock.now(),
      timeZone: zoneOf(request) ?? dress.timeZone,
    };
  };
}

/** Files and programs' addresses have no look. */
const BARE = /^\/(api|assets|app|brand|portal|console|healthz|readyz|metrics|\.well-known)(\/|$)/;

/** Finds the house's brand before a page is made: also for pages of errors. A database that is away makes no page fail. */
function dressPages(app: FastifyInstance, { services }: DoorOptions): void {
  app.decorateRequest('houseBrand', null);
  app.addHook('onRequest', async (request) => {
    if (BARE.test(request.url)) return;
    request.houseBrand = await findHouseBrand(services.database).catch(() => null);
  });
}

/** The request's own path and query, without `lang`: where the language switch adds its own. */
function withoutLanguage(url: string): string {
  const [pathname = '/', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('lang');
  const rest = parameters.toString();
  return rest === '' ? pathname : `${pathname}?${rest}`;
}

/** URLs of the built files, with their hashes; read once, at start. */
function readAssets(webDirectory: string): DoorContext['assets'] {
  const manifest = JSON.parse(readFileSync(path.join(webDirectory, 'door-assets.json'), 'utf8')) as {
    stylesheet: string;
    themes: string;
    script: string;
    font: string | null;
  };
  const { stylesheet, themes, script, font } = manifest;
  return { stylesheet, themes, script, font };
}
