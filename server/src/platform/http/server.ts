import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import { LOCALES, type Locale, matchLocale } from '@gatehouse/contract/locales';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { AppError } from '../../kernel/app-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { negotiateLocale } from '../i18n/negotiate-locale.ts';
import { translator } from '../i18n/translate.ts';
import type { Logger } from '../logging/logger.ts';
import { watchMethods } from './allowed-methods.ts';
import { clientAddress } from './client-address.ts';
import type { Cookies } from './cookies.ts';
import { isCrossSite } from './cross-site.ts';
import { drainBody } from './drain-body.ts';
import type { Metrics } from './metrics.ts';
import { problemBody, publicError, retryAfter } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** See `clientAddress`. */
    clientIp: string;
  }
  interface FastifyReply {
    /** Sets `Retry-After`, where an error says for how long or until when it holds. */
    sayWhenToRetry(error: AppError): void;
  }
}

export type HttpOptions = {
  readonly publicUrl: string;
  readonly secure: boolean;
  readonly trustedProxies: { has(address: string): boolean };
  readonly logger: Logger;
  readonly cookies: Cookies;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** The page that shows an error to a person. */
  readonly errorPage: ErrorPage;
};

export type ErrorPage = (request: FastifyRequest, reply: FastifyReply, error: AppError) => string | Promise<string>;

/** Largest body of a request, in bytes: forms are small, files have routes of their own. */
const BODY_LIMIT = 64 * 1024;

/** A server with everything that holds for every route: headers, CSRF, limits of size and time, errors, log, metrics. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger, // one for each request costs more than what it says: see `report`
    genReqId: () => newId('req'),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    // What cannot even be read as an address comes by no hook.
    frameworkErrors: (error, request, reply) => {
      request.cookies = {};
      void answerError(error, request, reply.headers(securityHeaders(options.secure)), options);
    },
  });
  const methodsOf = watchMethods(app);
  await app.register(fastifyCookie);
  await app.register(fastifyFormbody, { bodyLimit: BODY_LIMIT });
  app.removeContentTypeParser('text/plain');
  protect(app, options);
  report(app, options);
  endConnections(app);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, options));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url.split('?', 1)[0] ?? '');
    if (allowed.length > 0) reply.header('allow', allowed.join(', ')); // RFC 9110 s. 15.5.6
    return answerError(new AppError(allowed.length > 0 ? 'METHOD-NOT-ALLOWED' : 'NOT-FOUND'), request, reply, options);
  });
  return app;
}

function protect(app: FastifyInstance, options: HttpOptions): void {
  const headers = securityHeaders(options.secure);
  app.decorateRequest('clientIp', '');
  app.decorateReply('sayWhenToRetry', function (error) {
    sayWhenToRetry(this, error, options.clock);
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    request.clientIp = clientAddress(
      request.socket.remoteAddress ?? '',
      request.headers['x-forwarded-for'],
      options.trustedProxies,
    );
    done(isCrossSite(request.method, request.headers, options.publicUrl) ? new AppError('CROSS-SITE') : undefined);
  });
}

/** Once the server stops, an answer is the last one of its connection: kept alive, it would keep the process alive. */
function endConnections(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done();
  });
}

/** One record a request, by route pattern: a raw address could carry a token. */
function report(app: FastifyInstance, options: HttpOptions): void {
  const log = options.logger.child({}, { redact: [] }); // nothing of it is secret, and to look for that takes long
  const ended = () => options.metrics.moveInFlight(-1);
  app.addHook('onRequest', (_request, reply, done) => {
    options.metrics.moveInFlight(1);
    reply.raw.once('close', ended); // comes also when the client is gone
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    options.metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime);
    if (request.routeOptions.logLevel === 'warn') return done(); // asked every few seconds by machines
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        milliseconds,
        ip: request.clientIp,
      },
      'request',
    );
    done();
  });
}

function sayWhenToRetry(reply: FastifyReply, error: AppError, clock: Clock): void {
  const seconds = retryAfter(error, clock.now());
  if (seconds !== null) reply.header('retry-after', String(seconds));
}

/** `reply` may be one of no route, which nothing has been added to. */
async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: HttpOptions) {
  const shown = publicError(error);
  if (shown.code === 'SERVER') request.log.error({ requestId: request.id, err: error }, 'request failed');
  else if (shown.code === 'UNAVAILABLE')
    request.log.warn({ requestId: request.id, err: error }, 'database unavailable');
  if (shown.code === 'REQUEST-TOO-LARGE') await drainBody(request.raw);
  const t = translator(requestLocale(request, options.cookies));
  const body = problemBody(shown, String(request.id), t);
  reply.status(body.status);
  sayWhenToRetry(reply, shown, options.clock);
  if (wantsPage(request))
    return reply.type('text/html; charset=utf-8').send(await options.errorPage(request, reply, shown));
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && String(request.headers.accept ?? '').includes('text/html');
}

/** Language of an answer: `?lang=`, then the saved choice, then the browser's list. */
export function requestLocale(request: FastifyRequest, cookies: Cookies): Locale {
  const query = (request.query as Record<string, unknown> | undefined)?.lang;
  return negotiateLocale({
    explicit: typeof query === 'string' ? query : null,
    saved: cookies.read(request, 'language'),
    acceptLanguage: String(request.headers['accept-language'] ?? ''),
    fallback: 'en',
  });
}

/** A language of ours, or null. */
export function asLocale(value: unknown): Locale | null {
  if (typeof value !== 'string') return null;
  return LOCALES.find((locale) => locale === value) ?? matchLocale(value);
}
