import { lookup } from 'node:dns/promises';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Outbound, OutboundResult } from '../outbound.ts';
import { isPublicAddress } from './public-address.ts';

export type OutboundOptions = {
  /** `host:port` of targets that may be private, or without TLS (`OUTBOUND_ALLOW`). */
  readonly allow: readonly string[];
  /** In milliseconds, all in all; 15 s. */
  readonly timeout?: number;
  /** Addresses of a host; by default those of the system. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
};

const PORTS = new Set([443, 8443]);
/** Of an answer; more of it is not waited for. */
const MOST_BYTES = 64 * 1024;

type Target = { readonly url: URL; readonly address: string };

/**
 * The one way out to addresses that people type (ASVS 1.3.6, 15.3.2): the host is resolved first, each of its addresses must be
 * public, and the connection goes to the very address that was checked, so that a name that changes meanwhile gains nothing.
 */
export function createOutbound({ allow, timeout = 15_000, resolve = systemAddresses }: OutboundOptions): Outbound {
  async function check(typed: string): Promise<Target | OutboundResult> {
    const url = readUrl(typed);
    if (!url) return REFUSED;
    const port = portOf(url);
    const trusted = allow.includes(`${url.hostname}:${port}`);
    if (!trusted && (url.protocol !== 'https:' || !PORTS.has(port))) return REFUSED;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host).catch(() => []);
    const [address] = addresses;
    if (address === undefined) return { failure: 'unknown-host' };
    return trusted || addresses.every(isPublicAddress) ? { url, address } : REFUSED;
  }

  return {
    may: async (url) => 'url' in (await check(url)),
    post: async (url, headers, body) => {
      const target = await check(url);
      return 'url' in target ? send(target, headers, body, timeout) : target;
    },
  };
}

const REFUSED = { failure: 'refused' } as const;

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

/** As WHATWG reads it: hosts in every spelling become one (`0x7f.1` is 127.0.0.1). */
function readUrl(typed: string): URL | null {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const plain = url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
  return plain ? url : null;
}

async function systemAddresses(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function send(
  { url, address }: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeout: number,
): Promise<OutboundResult> {
  const request = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((end) => {
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      agent: false,
      signal: AbortSignal.timeout(timeout),
      // Only what was checked: asked for one address or for all of them.
      lookup: (_host, options, found) => {
        const family = isIP(address);
        if (options.all) found(null, [{ address, family }]);
        else found(null, address, family);
      },
    });
    outgoing.on('error', (error) =>
      end({ failure: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : 'unreachable' }),
    );
    outgoing.on('response', (incoming) => {
      let bytes = 0;
      const finish = () => {
        end({ status: incoming.statusCode ?? 0 });
        outgoing.destroy();
      };
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > MOST_BYTES) finish();
      });
      incoming.on('end', finish);
      incoming.on('error', () => end({ failure: 'unreachable' }));
    });
    outgoing.end(body);
  });
}
