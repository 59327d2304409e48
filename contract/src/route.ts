import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** Where every route is. Here, so that whoever calls one does not load the description of all of them. */
export const API_BASE = '/api/v1';

/**
 * Who may call a route: everyone, whoever signs the request (`WEBHOOK_SECRET`), anyone signed in, or a member of the
 * organization in the path with this ability.
 */
export type RouteAccess = 'public' | 'signed' | 'signed-in' | Ability;

/** Closed list of what a member of an organization can be allowed. Each slice's `*-policy.ts` says who has it. */
export const ABILITIES = [
  'invitations.read',
  'invitations.create',
  'invitations.resend',
  'invitations.revoke',
  'invitations.correct',
  'invitations.link',
  'invitations.import',
  'operations.read',
  'views.read',
  'views.share',
  'companies.read',
  'companies.decide',
  'companies.close',
  'organization.close',
  'recoveries.decide',
  'people.read',
  'people.manage',
  'people.assist',
  'join-requests.read',
  'join-requests.decide',
  'sign-in-events.read',
  'alerts.read',
  'alerts.acknowledge',
  'webhook.manage',
  'audit-events.read',
  'diagnosis.read',
  'overview.read',
  'message-texts.update',
  'messages.release',
  'settings.read',
  'settings.update',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** One API route: the single description from which server, client, OpenAPI and the authorization test are made. */
export type RouteContract = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `{name}` parameters, below `/api/v1`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly summary: string;
  readonly params?: z.ZodType<Record<string, string>>;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is a file, `application/octet-stream` or what its slice takes besides: that reads it. */
  readonly file?: true;
  /** The answer is a text of this type instead of JSON: the slice sends it. */
  readonly text?: 'text/csv' | 'application/zip';
  /** Success status; 204 has no body. */
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /** Codes that this route answers besides those that any route can. */
  readonly errors?: readonly ErrorCode[];
  /**
   * `fresh`: whoever calls must have proven who they are in the last minutes (`POST /flows {kind: confirm}`). `strong`: by more
   * than a code to their mailbox (`{kind: confirm, strong: true}`).
   */
  readonly proof?: 'fresh' | 'strong';
  /** True where `Idempotency-Key` is honoured: every POST that creates. */
  readonly idempotent?: boolean;
};

/** Keeps the literal types of a route. */
export function route<const R extends RouteContract>(definition: R): R {
  return definition;
}
