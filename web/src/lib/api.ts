import type { ErrorCode, ErrorParams, FieldProblem, Problem } from '@gatehouse/contract/errors';
import { API_BASE, type RouteContract } from '@gatehouse/contract/route';
import type { z } from 'zod';

/** `OFFLINE`: no answer came at all. Every other code is the server's. */
export type ProblemCode = ErrorCode | 'OFFLINE';

/** What a call throws: told apart by `code`, shown by the sentence of the code. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly params: ErrorParams;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | null;

  constructor(code: ProblemCode, status: number, problem: Partial<Problem> = {}) {
    super(problem.title ?? code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.params = problem.params ?? {};
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
  }
}

type Input<S> = S extends z.ZodType ? z.input<S> : never;
type Part<R extends RouteContract, K extends 'params' | 'query' | 'body'> = R[K] extends z.ZodType
  ? K extends 'query'
    ? { query?: Input<R[K]> }
    : { [P in K]: Input<R[K]> }
  : unknown;

export type CallInput<R extends RouteContract> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> & { signal?: AbortSignal; idempotencyKey?: string; keepalive?: boolean };
export type CallOutput<R extends RouteContract> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;

type AnyInput = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** It arrives also when the page that sends it is left meanwhile. */
  keepalive?: boolean;
};

/** The address of a route: `{name}` filled in, empty query values left out. */
export function routeUrl(route: RouteContract, { params = {}, query = {} }: AnyInput): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return `${API_BASE}${path}${search.size > 0 ? `?${search}` : ''}`;
}

function requestInit(route: RouteContract, input: AnyInput): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': shownLanguage() };
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (route.idempotent) headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID();
  return {
    method: route.method,
    headers,
    credentials: 'same-origin',
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
    ...(input.keepalive ? { keepalive: true } : {}),
  };
}

/** The language of the page, which need not be the browser's first. */
function shownLanguage(): string {
  return (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en';
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const problem: Partial<Problem> | null = await response.json().catch(() => null);
  return new ApiProblem(problem?.code ?? 'SERVER', response.status, problem ?? {});
}

/** Where somebody whose session ended goes, and where they come back to. */
export function signInUrl(location: Pick<Location, 'pathname' | 'search'>): string {
  return `/sign-in?returnTo=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Calls a route that an answer of the server offers, by its address. @throws ApiProblem */
export async function callPath(path: string, body: unknown): Promise<void> {
  if (!path.startsWith(`${API_BASE}/`)) throw new ApiProblem('NOT-FOUND', 404);
  const init = requestInit(
    { method: 'POST', path, access: 'signed-in', summary: '', status: 200, idempotent: true },
    { body },
  );
  const response = await fetch(path, init).catch(() => {
    throw new ApiProblem('OFFLINE', 0);
  });
  if (!response.ok) throw await readProblem(response);
}

/** Calls an address of the server's own pages with a form's fields; answers the page. @throws ApiProblem */
export async function callForText(path: string, fields: Record<string, string>, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json', 'accept-language': shownLanguage() };
  const body = new URLSearchParams(fields);
  const response = await fetch(path, { method: 'POST', headers, body, credentials: 'same-origin', signal }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error;
      throw new ApiProblem('OFFLINE', 0);
    },
  );
  if (!response.ok) throw await readProblem(response);
  return response.text();
}

/** Asks the person to prove anew who they are; false where they would rather not. Set by whoever can show a dialog. */
let askForProof: (wanted: 'fresh' | 'strong') => Promise<boolean> = async () => false;

export function onProofNeeded(ask: typeof askForProof): void {
  askForProof = ask;
}

/**
 * Calls one route of the contract; the cookie authenticates it.
 * @throws ApiProblem; where nobody is signed in the page leaves for the sign-in page instead.
 */
export async function call<R extends RouteContract>(route: R, input: CallInput<R>): Promise<CallOutput<R>> {
  const given = input as AnyInput;
  const response = await fetch(routeUrl(route, given), requestInit(route, given)).catch((error: unknown) => {
    if (given.signal?.aborted) throw error;
    throw new ApiProblem('OFFLINE', 0);
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as CallOutput<R>;
  const problem = await readProblem(response);
  if (problem.code === 'NOT-SIGNED-IN') {
    globalThis.location.assign(signInUrl(globalThis.location));
    return new Promise(() => {});
  }
  if (problem.code === 'PASSWORD-NEEDED') {
    globalThis.location.assign(`/flow/${problem.params.flow}`);
    return new Promise(() => {});
  }
  // What was typed is still in the call: once the proof is given it goes on as if nothing had happened.
  if (problem.code === 'PROOF-NEEDED' && (await askForProof(route.proof ?? 'fresh'))) return call(route, input);
  throw problem;
}

/** Takes a file of a route into the browser's downloads, after a fresh proof where one is needed. @throws ApiProblem */
export async function callForFile(route: RouteContract, fileName: string): Promise<void> {
  const response = await fetch(routeUrl(route, {}), requestInit(route, {})).catch(() => {
    throw new ApiProblem('OFFLINE', 0);
  });
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.code === 'PROOF-NEEDED' && (await askForProof(route.proof ?? 'fresh')))
      return callForFile(route, fileName);
    throw problem;
  }
  const url = URL.createObjectURL(await response.blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
