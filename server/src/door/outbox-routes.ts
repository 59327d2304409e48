import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Notifications, OutboxMessage } from '../features/notifications/index.ts';
import { AppError } from '../kernel/app-error.ts';
import type { DoorContext } from './door-context.ts';
import { MAIL_POLICY, renderOutboxHtml, renderOutboxList, renderOutboxMessage } from './outbox-page.tsx';

export type OutboxPageOptions = {
  readonly notifications: Pick<Notifications, 'listOutbox' | 'findOutboxMessage' | 'countHeld'>;
  /** True when no mail server is set. */
  readonly outboxMode: boolean;
  readonly publicUrl: string;
  readonly contextFor: (request: FastifyRequest) => DoorContext;
};

type One = { Params: { id: string } };

/**
 * `/outbox`: what would have been sent, to this machine's own browser. The routes do not exist where a mail server is
 * set or the public address is https; to anybody else they answer 404.
 */
export function registerOutbox(app: FastifyInstance, options: OutboxPageOptions): void {
  const { notifications, contextFor } = options;
  if (!options.outboxMode || options.publicUrl.startsWith('https:')) return;

  async function getMessage(request: FastifyRequest<One>): Promise<OutboxMessage> {
    const message = await notifications.findOutboxMessage(request.params.id);
    if (!message) throw new AppError('NOT-FOUND');
    return message;
  }

  app.get('/outbox', { onRequest: refuseStrangers }, async (request, reply) => {
    const [messages, held] = await Promise.all([notifications.listOutbox(), notifications.countHeld(null)]);
    return page(reply).send(renderOutboxList(contextFor(request), messages, held.count));
  });
  app.get<One>('/outbox/:id', { onRequest: refuseStrangers }, async (request, reply) => {
    const policy = String(reply.getHeader('content-security-policy') ?? "default-src 'none'; style-src 'self'");
    reply.header('content-security-policy', `${policy}; frame-src 'self'`);
    return page(reply).send(renderOutboxMessage(contextFor(request), await getMessage(request)));
  });
  app.get<One>('/outbox/:id/html', { onRequest: refuseStrangers }, async (request, reply) => {
    const { mail } = await getMessage(request);
    if (!mail) throw new AppError('NOT-FOUND');
    reply.headers({
      'content-security-policy': MAIL_POLICY,
      'x-frame-options': 'SAMEORIGIN',
      // A sandboxed page of its own window must not ask for isolation, or the browser refuses to show it.
      'cross-origin-opener-policy': 'unsafe-none',
    });
    return page(reply).send(renderOutboxHtml(mail));
  });
}

function page(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
}

async function refuseStrangers(request: FastifyRequest): Promise<void> {
  if (!isOwnBrowser(request)) throw new AppError('NOT-FOUND');
}

const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const OWN_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const OWN_NAME = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * From this machine, not through a proxy that speaks for others, and by a name that only this machine has: a foreign
 * page whose name was made to point here (DNS rebinding) still carries its own name.
 */
function isOwnBrowser({ socket, headers }: FastifyRequest): boolean {
  const direct = FORWARDED.every((name) => headers[name] === undefined);
  return direct && OWN_ADDRESS.test(socket.remoteAddress ?? '') && OWN_NAME.test(headers.host ?? '');
}
