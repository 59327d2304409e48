import type { Flow } from '@gatehouse/contract/flows';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DoorParts } from './door-parts.ts';

/** How many links one browser keeps open at a time, and for how many seconds. */
const MOST = 4;
const LIFE = 24 * 3600;
const CONTEXT = 'opened-links';

/**
 * The token leaves the address bar (ASVS 14.2.1): the page's script shows `/i/inv_...` in its place, and a reload of
 * that finds the token in a sealed cookie of this browser. Without script or cookie the link works as it is.
 */
export type OpenedLinks = {
  /** The token behind what stands in the path; null for an id that this browser did not open. */
  resolve(request: FastifyRequest, presented: string): string | null;
  /** Keeps the link; answers the path without its token. */
  remember(request: FastifyRequest, reply: FastifyReply, flow: Flow, token: string): string;
  /** The same for a link of any kind: `path` ends in the id that takes the place of its token. */
  keep(request: FastifyRequest, reply: FastifyReply, path: string, token: string): string;
};

export function createOpenedLinks({ cookies, services }: Pick<DoorParts, 'cookies' | 'services'>): OpenedLinks {
  const read = (request: FastifyRequest): [string, string][] => {
    const sealed = cookies.read(request, 'invitations');
    if (sealed === null) return [];
    try {
      return JSON.parse(services.secretBox.open(Buffer.from(sealed, 'base64url'), CONTEXT)) as [string, string][];
    } catch {
      return []; // of other keys, or not ours
    }
  };
  const keep: OpenedLinks['keep'] = (request, reply, path, token) => {
    const id = path.slice(path.lastIndexOf('/') + 1);
    const links = [[id, token], ...read(request).filter(([known]) => known !== id)].slice(0, MOST);
    const sealed = services.secretBox.seal(JSON.stringify(links), CONTEXT).toString('base64url');
    cookies.write(reply, 'invitations', sealed, LIFE);
    return path;
  };
  return {
    keep,
    resolve: (request, presented) => {
      if (!/^(inv|pwl)_/.test(presented)) return presented;
      return read(request).find(([id]) => id === presented)?.[1] ?? null;
    },
    remember: (request, reply, flow, token) => {
      const id = 'invitation' in flow.step ? flow.step.invitation.id : null;
      if (id === null) return request.url.split('?')[0] ?? '/i';
      return keep(request, reply, `/i/${id}`, token);
    },
  };
}
