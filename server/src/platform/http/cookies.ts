import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookies of Gatehouse. Host-only, HttpOnly, SameSite=Lax; `__Host-` and Secure on https (ASVS 3.3.1). */
export type Cookies = {
  read(request: FastifyRequest, name: CookieName): string | null;
  /** `maxAge` in seconds; null lives as long as the browser window. */
  write(reply: FastifyReply, name: CookieName, value: string, maxAge: number | null): void;
  clear(reply: FastifyReply, name: CookieName): void;
};

/** `session`: who is signed in. `client`: binds flows to this browser. `invitations`: sealed links opened here. */
export type CookieName = 'session' | 'client' | 'invitations' | 'language';

const NAMES: Record<CookieName, string> = {
  session: 'gatehouse',
  client: 'gatehouse-client',
  invitations: 'gatehouse-invitations',
  language: 'gatehouse-language',
};

export function createCookies(secure: boolean): Cookies {
  const nameOf = (name: CookieName) => (secure ? `__Host-${NAMES[name]}` : NAMES[name]);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    read: (request, name) => request.cookies[nameOf(name)] ?? null,
    write: (reply, name, value, maxAge) => {
      reply.setCookie(nameOf(name), value, maxAge === null ? options : { ...options, maxAge });
    },
    clear: (reply, name) => {
      reply.clearCookie(nameOf(name), options);
    },
  };
}
