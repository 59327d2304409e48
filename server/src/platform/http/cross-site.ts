import type { IncomingHttpHeaders } from 'node:http';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const TRUSTED_SITES = new Set(['same-origin', 'none']);

/**
 * True when a browser sends a state change on behalf of another site (ASVS 3.5.1): by Fetch Metadata where the browser
 * gives it, else by Origin. A request with neither header is not from a browser and carries no ambient authority.
 */
export function isCrossSite(method: string, headers: IncomingHttpHeaders, publicUrl: string): boolean {
  if (SAFE_METHODS.has(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return !TRUSTED_SITES.has(String(site));
  const origin = headers.origin;
  return origin !== undefined && origin !== publicUrl;
}
