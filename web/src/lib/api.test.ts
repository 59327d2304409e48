import { invitationListRoutes } from '@gatehouse/contract/invitation-filters';
import { invitationRoutes } from '@gatehouse/contract/invitations';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem, call, routeUrl, signInUrl } from './api.ts';

const ORG = { org: 'gf ms' };
const BODY = { kind: 'member', to: { email: 'li@urs.example' } } as const;

function answer(status: number, body?: unknown) {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) =>
    status === 204 ? new Response(null, { status }) : new Response(JSON.stringify(body), { status }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

function sent(fetched: ReturnType<typeof answer>) {
  const [url, init] = fetched.mock.calls[0] ?? [];
  return { url, init, headers: new Headers(init?.headers) };
}

afterEach(() => vi.unstubAllGlobals());

describe('routeUrl', () => {
  it('fills the path in, escaped, and leaves empty query values out', () => {
    const url = routeUrl(invitationListRoutes.list, {
      params: ORG,
      query: { state: 'sent', q: '', cursor: undefined },
    });
    expect(url).toBe('/api/v1/organizations/gf%20ms/invitations?state=sent');
  });

  it('lets no parameter leave its place in the path', () => {
    const url = routeUrl(invitationRoutes.get, { params: { org: 'a', id: '../../session' } });
    expect(url).toBe('/api/v1/organizations/a/invitations/..%2F..%2Fsession');
  });
});

describe('call', () => {
  it('sends JSON with a key that makes a second try harmless', async () => {
    const fetched = answer(201, { id: 'inv_1' });
    expect(await call(invitationRoutes.create, { params: ORG, body: BODY })).toEqual({ id: 'inv_1' });
    const { init, headers } = sent(fetched);
    expect(init?.method).toBe('POST');
    expect(init?.body).toBe(JSON.stringify(BODY));
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('idempotency-key')).toMatch(/^[\da-f-]{36}$/);
  });

  it('keeps the key it is given', async () => {
    const fetched = answer(201, {});
    await call(invitationRoutes.create, { params: ORG, body: BODY, idempotencyKey: 'one' });
    expect(sent(fetched).headers.get('idempotency-key')).toBe('one');
  });

  it('sends no key and no body where the route has none', async () => {
    const fetched = answer(204);
    expect(await call(sessionRoutes.end, {})).toBeUndefined();
    const { init, headers } = sent(fetched);
    expect(init?.body).toBeUndefined();
    expect(headers.has('idempotency-key')).toBe(false);
    expect(headers.has('content-type')).toBe(false);
  });

  it('throws the problem with its code, parameters and fields', async () => {
    const errors = [{ path: 'to.email', code: 'EMAIL-INVALID', params: {}, message: '' }];
    answer(400, { code: 'REQUEST-INVALID', params: { a: 1 }, requestId: 'req_1', errors });
    const problem = await call(invitationRoutes.create, { params: ORG, body: BODY }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      code: 'REQUEST-INVALID',
      status: 400,
      params: { a: 1 },
      requestId: 'req_1',
      errors,
    });
  });

  it('reads an answer that is not ours as SERVER', async () => {
    vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }));
    await expect(call(sessionRoutes.current, {})).rejects.toMatchObject({ code: 'SERVER', status: 502 });
  });

  it('says OFFLINE when there is no answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(call(sessionRoutes.current, {})).rejects.toMatchObject({ code: 'OFFLINE' });
  });

  it('passes an abort on as what it is', async () => {
    const stop = new AbortController();
    stop.abort(new Error('left'));
    vi.stubGlobal('fetch', () => Promise.reject(stop.signal.reason));
    await expect(call(sessionRoutes.current, { signal: stop.signal })).rejects.toThrow('left');
  });

  it('leaves for the sign-in page, and comes back, when nobody is signed in', async () => {
    const assign = vi.fn();
    vi.stubGlobal('location', { pathname: '/console/a/people', search: '?q=x', assign });
    answer(401, { code: 'NOT-SIGNED-IN', params: {} });
    void call(sessionRoutes.current, {});
    await vi.waitFor(() => expect(assign).toHaveBeenCalledWith('/sign-in?returnTo=%2Fconsole%2Fa%2Fpeople%3Fq%3Dx'));
  });
});

describe('signInUrl', () => {
  it('keeps the query of the page', () => {
    expect(signInUrl({ pathname: '/portal', search: '' })).toBe('/sign-in?returnTo=%2Fportal');
  });
});
