import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findHostProductName } from '../features/organizations/index.ts';
import { type ErrorPage, requestLocale } from '../platform/http/server.ts';
import { translator } from '../platform/i18n/translate.ts';
import { VERSION } from '../platform/release.ts';
import { registerApiDocs } from './api-docs-routes.ts';
import { registerAppShell } from './app-shell-routes.ts';
import type { DoorContext } from './door-context.ts';
import type { DoorOptions, DoorParts } from './door-parts.ts';
import { renderMessagePage } from './door-view.ts';
import { registerFlowPages } from './flow-pages.ts';
import { registerOutbox } from './outbox-routes.ts';
import { registerStandingPages } from './standing-pages.ts';
import { zoneOf } from './time-zone.ts';
import { registerUnsubscribe } from './unsubscribe-routes.ts';
import { registerWellKnown } from './well-known-routes.ts';

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
    errorPage: (request, _reply, error) => {
      const context = contextFor(request);
      return renderMessagePage(context, error.code, error.params, { requestId: String(request.id) });
    },
    register: async (app) => {
      registerFlowPages(app, parts);
      registerStandingPages(app, parts);
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

function contextMaker(options: DoorOptions): DoorParts['contextFor'] {
  const assets = readAssets(options.webDirectory);
  return (request, brand = null, locale = requestLocale(request, options.cookies)) => ({
    locale,
    t: translator(locale),
    brand: {
      organizationName: brand?.organizationName ?? null,
      productName: brand?.productName ?? 'Gatehouse',
      supportContact: brand?.supportContact ?? null,
      termsUrl: brand?.termsUrl ?? '/terms',
      privacyUrl: brand?.privacyUrl ?? '/privacy',
    },
    assets,
    banner: options.outboxMode ? 'outbox' : null,
    path: withoutLanguage(request.url),
    now: options.services.clock.now(),
    timeZone: zoneOf(request) ?? brand?.timeZone ?? null,
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
    script: string;
    font: string | null;
  };
  return { stylesheet: manifest.stylesheet, script: manifest.script, font: manifest.font };
}
