import { isIP } from 'node:net';

type Networks = { has(address: string): boolean };

/**
 * The address of the one who asks: the socket's peer, unless the peer is a configured proxy; then the last address of
 * `X-Forwarded-For` that is not itself a proxy. No other forwarding header counts (ASVS 4.1.3).
 */
export function clientAddress(peer: string, forwardedFor: string | string[] | undefined, proxies: Networks): string {
  let address = plain(peer);
  if (forwardedFor === undefined || !proxies.has(address)) return address;
  const hops = String(forwardedFor)
    .split(',')
    .map((hop) => plain(hop.trim()))
    .reverse();
  for (const hop of hops) {
    if (isIP(hop) === 0) break;
    address = hop;
    if (!proxies.has(hop)) break;
  }
  return address;
}

/** `::ffff:10.0.0.1` is `10.0.0.1`. */
function plain(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
}
