import { isIP } from 'node:net';

/** An address or a network (`192.0.2.0/24`) as it was typed, tidied; null where it is neither. */
export function readNetwork(typed: string): string | null {
  const [, address = '', , bits] = /^([\da-f:.]+)(\/(\d{1,3}))?$/i.exec(typed.trim()) ?? [];
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const length = bits === undefined ? most : Number(bits);
  return most > 0 && length <= most ? `${address.toLowerCase()}/${length}` : null;
}
