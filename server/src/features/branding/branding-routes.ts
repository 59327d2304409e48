import { shownBrandRoutes } from '@gatehouse/contract/brand-look';
import { brandingRoutes } from '@gatehouse/contract/branding';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { Services } from '../../platform/services.ts';
import { findFile } from './brand-file-store.ts';
import { previewWords } from './preview-words.ts';
import { listShownBrands } from './shown-brand-read-model.ts';
import { getBranding, updateBranding } from './update-branding.ts';
import { uploadImage } from './upload-image.ts';
import { readStylesheet } from './write-stylesheet.ts';

export function registerBrandingRoutes(app: FastifyInstance, binder: Binder, services: Services): void {
  binder.bind(app, brandingRoutes.get, ({ organization }) => getBranding(services, organization.organizationId));
  binder.bind(app, brandingRoutes.update, ({ organization, caller, session, body }) =>
    updateBranding(services, { caller, accountId: session.accountId }, organization.organizationId, body),
  );
  binder.bind(app, brandingRoutes.preview, ({ organization, body }) =>
    previewWords(services, organization, body.values, body.locale),
  );
  binder.bind(app, shownBrandRoutes.shown, async ({ session }) => {
    const mine = session.memberships.map(({ organizationId }) => organizationId);
    return { items: await listShownBrands(services.database, mine) };
  });
  registerUpload(app, binder, services);
  app.get('/brand/:name', (request: FileRequest, reply) => sendFile(services, request, reply));
}

/** Above what an image may weigh, so that one a little too large is refused in words. */
const UPLOAD_LIMIT = 1024 * 1024;

/** In a scope of its own: nothing else takes such a body, and nobody who is not signed in can send one. */
function registerUpload(app: FastifyInstance, binder: Binder, services: Services): void {
  void app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      if (!(await binder.findSession(request))) throw new AppError('NOT-SIGNED-IN');
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/octet-stream',
      { bodyLimit: UPLOAD_LIMIT, parseAs: 'buffer' },
      (_request, body, done) => done(null, body),
    );
    binder.bind(scope, brandingRoutes.upload, async ({ organization, request }) => {
      const content = request.body ?? Buffer.alloc(0);
      if (!Buffer.isBuffer(content)) throw new AppError('REQUEST-UNSUPPORTED');
      return uploadImage(services, organization.organizationId, content);
    });
  });
}

type FileRequest = FastifyRequest<{ Params: { name: string } }>;

const TYPES = { png: 'image/png', svg: 'image/svg+xml' } as const;
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Opened by itself, a drawing is a page of this origin: it may paint itself and nothing else (ASVS 3.2.1). */
const DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

async function sendFile(services: Services, request: FileRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { name } = request.params;
  const sheet = readStylesheet(name);
  if (sheet) {
    reply.header('cache-control', sheet.current ? FOR_EVER : 'no-cache');
    return reply.type('text/css; charset=utf-8').send(sheet.css);
  }
  const [, ending] = /^[0-9a-f]{64}\.(png|svg)$/.exec(name) ?? [];
  const bytes = ending === undefined ? null : await findFile(services.database, name);
  if (!bytes) throw new AppError('NOT-FOUND');
  return reply
    .headers({ 'cache-control': FOR_EVER, 'content-security-policy': DRAWING_POLICY })
    .type(TYPES[ending as keyof typeof TYPES])
    .send(bytes);
}
