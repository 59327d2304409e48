import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { API_BASE } from '@gatehouse/contract/api';
import { openApiDocument } from '@gatehouse/contract/openapi';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findUpward } from '../platform/find-upward.ts';
import { renderApiDocs } from './api-docs-page.tsx';
import type { DoorContext } from './door-context.ts';

export type ApiDocsOptions = {
  /** Of this release. */
  readonly version: string;
  readonly contextFor: (request: FastifyRequest) => DoorContext;
};

const DOCUMENT = `${API_BASE}/openapi.json`;

/**
 * The API's own description: `/api/v1/openapi.json` for programs, `/api/docs` for readers. Made when it is first asked
 * for, and once: what makes it leaves more behind than a server at rest otherwise keeps.
 */
export function registerApiDocs(app: FastifyInstance, { version, contextFor }: ApiDocsOptions): void {
  const description = once(() => describe(version));
  const style = readFileSync(findUpward(import.meta.dirname, 'server/data/api-docs.css'), 'utf8');
  const stylesheet = `/api/docs/style.${digest(style).slice(0, 8)}.css`;

  app.get(DOCUMENT, (request, reply) => {
    const { json, compressed, tag } = description();
    // Kept by whoever asks, but asked for again each time.
    reply.headers({ etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding' });
    if (has(request, tag)) return reply.status(304).send();
    reply.type('application/json; charset=utf-8');
    if (!/\bgzip\b(?!;\s*q=0(\.0*)?(,|$))/.test(String(request.headers['accept-encoding'] ?? '')))
      return reply.send(json);
    return reply.header('content-encoding', 'gzip').send(compressed);
  });
  app.get('/api/docs', (request, reply) => {
    const page = renderApiDocs(contextFor(request), description().document, { document: DOCUMENT, stylesheet });
    return reply.type('text/html; charset=utf-8').send(page);
  });
  app.get(stylesheet, (_request, reply) => {
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable');
    return reply.send(style);
  });
}

function describe(version: string) {
  const document = openApiDocument(version);
  const json = JSON.stringify(document);
  // Nothing secret in it: docs/decisions/0007-compression.md
  return { document, json, compressed: gzipSync(json, { level: 9 }), tag: `W/"${digest(json).slice(0, 24)}"` };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** True for a caller who has this very text. */
function has(request: FastifyRequest, tag: string): boolean {
  const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
  return known.includes(tag) || known.includes(tag.replace('W/', ''));
}
