import { isIP } from 'node:net';

/** What a limit is counted by: an IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? left : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':')}::/64`;
}

/** An address or a network (`192.0.2.0/24`) as it was typed, tidied; null where it is neither. */
export function readNetwork(typed: string): string | null {
  const [, address = '', , bits] = /^([\da-f:.]+)(\/(\d{1,3}))?$/i.exec(typed.trim()) ?? [];
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const length = bits === undefined ? most : Number(bits);
  return most > 0 && length <= most ? `${address.toLowerCase()}/${length}` : null;
}
