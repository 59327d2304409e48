import { BlockList, isIP } from 'node:net';

/** A set of addresses and networks. */
export type Networks = { has(address: string): boolean };

/**
 * Reads a comma-separated list of addresses and networks (`10.0.0.0/8, ::1`).
 * @throws Error that names the wrong entry.
 */
export function parseNetworks(value: string): Networks {
  const list = new BlockList();
  const entries = value.split(',').map((entry) => entry.trim());
  for (const entry of entries.filter((text) => text !== '')) {
    const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const version = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const most = version === 6 ? 128 : 32;
    if (version === 0 || (bits !== undefined && bits > most)) {
      throw new Error(`holds "${entry}": give addresses or networks, such as 10.0.0.1 or 10.0.0.0/8.`);
    }
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return {
    has: (address) => {
      const version = isIP(address);
      return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
    },
  };
}
