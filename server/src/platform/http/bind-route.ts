import { API_BASE } from '@gatehouse/contract/api';
import type { ErrorCode } from '@gatehouse/contract/errors';
import type { Ability, RouteContract } from '@gatehouse/contract/route';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller, MembershipView, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { parseInput } from '../validation/parse-input.ts';
import type { Cookies } from './cookies.ts';
import type { Idempotency } from './idempotency.ts';
import { requestLocale } from './server.ts';

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type Answer<R extends RouteContract> = R['response'] extends z.ZodType ? z.input<R['response']> : undefined;

/** A request as the contract of its route reads it. */
export type Bound<R extends RouteContract> = {
  readonly params: Output<R['params']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
  readonly caller: Caller;
  /** Whose request it is; on public routes only where the handler asks with `findSession`. */
  readonly session: R['access'] extends 'public' | 'signed' ? null : SignedIn;
  /** The caller's place in the organization of the path. */
  readonly organization: R['access'] extends Ability ? MembershipView : null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};
export type Handler<R extends RouteContract> = (bound: Bound<R>) => Promise<Answer<R>>;

export type BinderOptions = {
  readonly cookies: Cookies;
  /** The live session of a cookie's token, or null. */
  readonly authenticate: (token: string) => Promise<SignedIn | null>;
  /** Why a browser without a session is refused, where that is not simply for want of one: by the cookie of its flows. */
  readonly whyNoSession: (token: string) => Promise<AppError | null>;
  /** Whether the person of the session proved it lately: for routes whose contract asks for it. */
  readonly isFresh: (session: SignedIn, wanted: 'fresh' | 'strong') => boolean;
  readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean;
  readonly idempotency: Idempotency;
  /** Parses every answer by its contract: on in tests. */
  readonly checkAnswers: boolean;
};

export type Binder = {
  bind<R extends RouteContract>(app: FastifyInstance, contract: R, handler: Handler<R>): void;
  findSession(request: FastifyRequest): Promise<SignedIn | null>;
  caller(request: FastifyRequest, session: SignedIn | null): Caller;
};

/** Binds routes of the contract to handlers: parse, authenticate, check the ability that the route names, answer. */
export function createBinder(options: BinderOptions): Binder {
  const findSession = async (request: FastifyRequest) => {
    const token = options.cookies.read(request, 'session');
    return token === null || token.length > 100 ? null : options.authenticate(token);
  };
  const caller = (request: FastifyRequest, session: SignedIn | null): Caller => ({
    actor: session ? { type: 'account', id: session.accountId } : { type: 'anonymous' },
    ip: request.clientIp,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 400),
    requestId: String(request.id),
    locale: requestLocale(request, options.cookies),
  });
  return {
    findSession,
    caller,
    bind: (app, contract, handler) => {
      app.route({
        method: contract.method,
        url: API_BASE + contract.path.replace(/\{(\w+)\}/g, ':$1'),
        handler: async (request, reply) => {
          requireJson(request, contract);
          const { session, organization } = await authorize(request, contract, options, findSession);
          const bound = {
            params: parse(contract.params, request.params),
            query: parse(contract.query, request.query),
            body: parse(contract.body, request.body ?? {}),
            caller: caller(request, session),
            session,
            organization,
            request,
            reply,
          };
          const answer = () => handler(bound as never) as Promise<unknown>;
          if (!contract.idempotent || !session) return send(reply, contract, await answer(), options.checkAnswers);
          const replayed = await options.idempotency.once(request, session.accountId, contract.status, answer);
          return send(reply, contract, replayed, options.checkAnswers);
        },
      });
    },
  };
}

function parse(schema: z.ZodType | undefined, input: unknown): unknown {
  return schema ? parseInput(schema, input) : undefined;
}

function requireJson(request: FastifyRequest, contract: RouteContract): void {
  if (!contract.body) return;
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/(\w+\+)?json\b/i.test(type)) throw new AppError('REQUEST-UNSUPPORTED');
}

function send(reply: FastifyReply, contract: RouteContract, answer: unknown, check: boolean): FastifyReply {
  reply.status(contract.status);
  if (contract.status === 204) return reply.send();
  if (check) contract.response?.parse(answer);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

type Authorized = { session: SignedIn | null; organization: MembershipView | null };

async function authorize(
  request: FastifyRequest,
  contract: RouteContract,
  options: BinderOptions,
  findSession: (request: FastifyRequest) => Promise<SignedIn | null>,
): Promise<Authorized> {
  // What is signed was checked before its body was read: `requireWebhookSignature`.
  if (contract.access === 'public' || contract.access === 'signed') return { session: null, organization: null };
  const session = await findSession(request);
  if (!session) throw await noSession(request, options);
  const place = contract.access === 'signed-in' ? null : placeOf(request, session, contract.access, options);
  if (contract.proof && !options.isFresh(session, contract.proof)) throw new AppError('PROOF-NEEDED');
  return { session, organization: place };
}

async function noSession(
  request: FastifyRequest,
  { cookies, whyNoSession }: Pick<BinderOptions, 'cookies' | 'whyNoSession'>,
): Promise<AppError> {
  const token = cookies.read(request, 'client');
  const why = token === null || token.length > 100 ? null : await whyNoSession(token);
  return why ?? new AppError('NOT-SIGNED-IN' satisfies ErrorCode);
}

function placeOf(
  request: FastifyRequest,
  session: SignedIn,
  ability: Ability,
  options: Pick<BinderOptions, 'isAllowed'>,
): MembershipView {
  const { org } = request.params as { org: string };
  const organization = session.memberships.find((place) => place.organizationId === org || place.slug === org);
  if (!organization) throw new AppError('NOT-FOUND');
  if (!options.isAllowed(organization, ability)) throw new AppError('FORBIDDEN');
  return organization;
}
