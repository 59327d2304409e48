import { gzipSync } from 'node:zlib';
import { ERROR_STATUS } from '@gatehouse/contract/errors';
import type { FastifyReply } from 'fastify';
import type { AppError } from '../kernel/app-error.ts';

/** Below this, in bytes, a page fits into one packet anyway. */
const WORTH_COMPRESSING = 1200;

/**
 * Answers a page of the door, compressed where the browser takes it: with its stylesheet and script it then fits into
 * a first TCP window. Safe because of what stands in these pages: docs/decisions/0007-compression.md.
 */
export function sendPage(reply: FastifyReply, html: string, error: AppError | null = null): FastifyReply {
  if (error) reply.status(ERROR_STATUS[error.code]).sayWhenToRetry(error);
  reply.type('text/html; charset=utf-8').header('vary', 'accept-encoding, cookie, accept-language');
  const takesGzip = /\bgzip\b/.test(String(reply.request.headers['accept-encoding'] ?? ''));
  if (!takesGzip || html.length < WORTH_COMPRESSING) return reply.send(html);
  return reply.header('content-encoding', 'gzip').send(gzipSync(html));
}
