import { METHODS } from '@gatehouse/contract/flows';
import { LOCALES } from '@gatehouse/contract/locales';
import type { FastifyInstance } from 'fastify';

export type WellKnownOptions = {
  /** What the place calls itself; null while it has no name. */
  readonly productName: () => Promise<string | null>;
  /** No message really leaves this machine. */
  readonly outboxMode: boolean;
  /** Of this release. */
  readonly version: string;
};

const NAME = 'Gatehouse';

/** `GET /.well-known/gatehouse`: what this server is and can do, for apps that are given only its address. */
export function registerWellKnown(app: FastifyInstance, options: WellKnownOptions): void {
  app.get('/.well-known/gatehouse', async (_request, reply) => {
    return reply.header('cache-control', 'no-cache').send({
      name: NAME,
      productName: (await options.productName()) ?? NAME,
      outbox: options.outboxMode,
      version: options.version,
      methods: METHODS,
      locales: LOCALES,
    });
  });
}
