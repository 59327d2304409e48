import { isIP } from 'node:net';

type Networks = { has(address: string): boolean };

/**
 * The address of the one who asks: the socket's peer, unless the peer is a configured proxy; then the last address of
 * `X-Forwarded-For` that is not itself a proxy. No other forwarding header counts (ASVS 4.1.3).
 */
export function clientAddress(peer: string, forwardedFor: string | string[] | undefined, proxies: Networks): string {
  let address = plain(peer);
  if (forwardedFor === undefined || !proxies.has(address)) return address;
  const hops = String(forwardedFor).split(',').map((hop) => plain(hop.trim())).reverse();
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

/** What a limit is counted by: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`;
}
