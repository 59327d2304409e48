import type { z } from 'zod';
import { API_BASE, allRoutes } from './api.ts';
import { ERROR_STATUS, type ErrorCode, problemSchema } from './errors.ts';
import { flowRoutes, STEP_NAMES, stepInputs } from './flows.ts';
import { collectSchemas, type JsonSchema, type SchemaCollector } from './json-schema.ts';
import type { RouteContract } from './route.ts';

export type OpenApiParameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
};

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;
export type OpenApiResponse = { readonly description: string; readonly content?: Content };

export type OpenApiOperation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  /** Who may call it: as `RouteContract.access`. */
  readonly 'x-access': string;
  readonly 'x-errors': readonly ErrorCode[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
};

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
};

const ABOUT = [
  'Times are ISO 8601 in UTC; ids are opaque. Lists answer `{items, nextCursor}`: pass `nextCursor` as `cursor` until',
  'it is null. Unknown fields are refused. Errors are RFC 9457 `application/problem+json`: tell them apart by `code`,',
  'never by their text, which is in the language of the caller. `{org}` is the id or the slug of an organization; an',
  'unknown or foreign id answers 404. A flow is bound to the cookie that beginning it set: send it with every step.',
].join(' ');

/** One line for each capability of the API. */
const TAGS: Readonly<Record<string, string>> = {
  approvals: 'Companies that wait for a decision',
  closing: 'Suspending an organization, and the end of one',
  audit: 'Who did what',
  branding: 'Name, logo, colour and languages of an organization’s pages and mails',
  deliveryReports: 'What gateways and mail providers tell of messages: signed requests',
  setup: 'The first organization and owner of an installation',
  flows: 'Ways in: accept an invitation, sign in; one step after the other',
  linkRequests: 'A new link for somebody whose link is lost or too old',
  sessions: 'Who is signed in, and on which devices',
  ownAccount: 'What is known of me, and the end of it',
  recoveries: 'Members who have lost every second step',
  identifiers: 'My addresses and numbers',
  passkeys: 'Passkeys: in a flow, and my own',
  factors: 'What protects my account beside the password',
  welcome: 'What somebody who is new finds first',
  diagnosis: 'Why somebody cannot get in, and what helps',
  heldMessages: 'What waited to be sent when the database was restored',
  imports: 'Invite many at once from a list or a file',
  invitations: 'Invite people and companies, and see where they stand',
  alerts: 'What somebody should look at',
  webhooks: 'Where alerts are posted to',
  signInEvents: 'Every try to sign in',
  members: 'One member: record, roles, suspension, sessions',
  messageTexts: 'Mails and text messages in an organization’s own words',
  exports: 'Lists and logs as files',
  views: 'Lists as somebody wants to see them again: filters, order and columns under a name',
  operations: 'Bulk actions and exports: progress, and stopping them',
  overview: 'What needs attention, and how far invited people come',
  organizations: 'Members, companies, requests to join, logs and settings of an organization',
};

/**
 * The API in the words of OpenAPI 3.1, made from the contract alone: the same version gives the same document.
 * @param version of the release
 * @throws Error when schemas of the contract contradict each other
 */
export function openApiDocument(version: string): OpenApiDocument {
  const schemas = collectSchemas();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  const tags = new Set<string>();
  for (const { capability, operation, route } of describedRoutes()) {
    tags.add(capability);
    paths[route.path] ??= {};
    (paths[route.path] ?? {})[route.method.toLowerCase()] = describe(schemas, capability, operation, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Gatehouse', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: API_BASE }],
    tags: [...tags].map((name) => ({ name, description: TAGS[name] ?? name })),
    paths,
    components: { schemas: schemas.components(), securitySchemes: SECURITY_SCHEMES },
  };
}

const SECURITY_SCHEMES = {
  session: { type: 'apiKey', in: 'cookie', name: '__Host-gatehouse', description: 'On http://localhost: `gatehouse`' },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of an organization. Reserved: none is given yet.',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks: `v1,` and base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}` with ' +
      '`WEBHOOK_SECRET`; the other two headers go with it. Without that setting these addresses answer 404.',
  },
} as const;

function securityOf({ access }: RouteContract): OpenApiOperation['security'] {
  if (access === 'public') return [];
  return [access === 'signed' ? { signature: [] } : { session: [] }];
}

/** The routes as the document tells them: a path of its own for each step of a flow, as each has a body of its own. */
function describedRoutes(): ReturnType<typeof allRoutes> {
  return allRoutes().flatMap((entry) => (entry.route === flowRoutes.submit ? stepRoutes() : [entry]));
}

function stepRoutes(): ReturnType<typeof allRoutes> {
  const { submit, get } = flowRoutes;
  return STEP_NAMES.map((step) => ({
    capability: 'flows',
    operation: `submit.${step}`,
    route: {
      ...submit,
      path: submit.path.replace('{step}', step),
      summary: `Step “${step}”: the answer is the flow with its next step`,
      params: get.params,
      body: stepInputs[step],
    },
  }));
}

function describe(
  schemas: SchemaCollector,
  capability: string,
  operation: string,
  route: RouteContract,
): OpenApiOperation {
  const parameters = parametersOf(schemas, route);
  const body = bodyOf(schemas, route);
  const errors = errorsOf(route);
  return {
    operationId: `${capability}.${operation}`,
    tags: [capability],
    summary: route.summary,
    'x-access': route.access,
    'x-errors': errors,
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { [route.status]: successOf(schemas, route), ...problemsOf(schemas, errors) },
  };
}

function bodyOf(schemas: SchemaCollector, route: RouteContract): OpenApiOperation['requestBody'] {
  if (route.file) return { required: true, content: { 'application/octet-stream': { schema: {} } } };
  if (!route.body) return undefined;
  return { required: true, content: { 'application/json': { schema: schemas.add(route.body, 'input') } } };
}

function parametersOf(schemas: SchemaCollector, route: RouteContract): OpenApiParameter[] {
  const of = (schema: z.ZodType | undefined, place: 'path' | 'query'): OpenApiParameter[] => {
    const { properties = {}, required = [] } = schema ? schemas.add(schema, 'input') : {};
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: required.includes(name),
      schema: property,
    }));
  };
  return [...of(route.params, 'path'), ...of(route.query, 'query'), ...(route.idempotent ? [IDEMPOTENCY_KEY] : [])];
}

const IDEMPOTENCY_KEY: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within a day has one effect and is answered with the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function successOf(schemas: SchemaCollector, route: RouteContract): OpenApiResponse {
  if (!route.response) return { description: 'Done' };
  return {
    description: 'Done',
    content: { 'application/json': { schema: schemas.add(route.response, 'output') } },
  };
}

/** Every code that a route can answer: its own, and those that follow from what it takes and who may call it. */
export function errorsOf(route: RouteContract): ErrorCode[] {
  const takesInput = route.body ?? route.params ?? route.query;
  const needsAbility = !['public', 'signed', 'signed-in'].includes(route.access);
  const needsSession = needsAbility || route.access === 'signed-in';
  const codes: (ErrorCode | false)[] = [
    ...(takesInput ? (['REQUEST-INVALID'] as const) : []),
    ...(route.body ? (['REQUEST-MALFORMED', 'REQUEST-TOO-LARGE', 'REQUEST-UNSUPPORTED'] as const) : []),
    needsSession && 'NOT-SIGNED-IN',
    ...(route.access === 'signed' ? (['WEBHOOK-SIGNATURE', 'NOT-FOUND'] as const) : []),
    needsAbility && 'FORBIDDEN',
    needsSession && route.params !== undefined && 'NOT-FOUND',
    route.method !== 'GET' && 'CROSS-SITE',
    ...(route.idempotent ? (['CONFLICT', 'IDEMPOTENCY-REUSED'] as const) : []),
    ...(route.errors ?? []),
    ...(['RATE-LIMITED', 'BUSY', 'UNAVAILABLE', 'SERVER'] as const),
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}

function problemsOf(schemas: SchemaCollector, codes: readonly ErrorCode[]): Record<string, OpenApiResponse> {
  const content = { 'application/problem+json': { schema: schemas.add(problemSchema, 'output') } };
  const byStatus = Map.groupBy(codes, (code) => ERROR_STATUS[code]);
  return Object.fromEntries([...byStatus].map(([status, here]) => [status, { description: here.join(', '), content }]));
}
