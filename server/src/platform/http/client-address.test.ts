import { describe, expect, it } from 'vitest';
import { parseNetworks } from '../../config/networks.ts';
import { clientAddress } from './client-address.ts';

const none = parseNetworks('');
const proxies = parseNetworks('10.0.0.0/8, fd00::/8');

describe('whose request it is [S68, ASVS 4.1.3]', () => {
  it.each([
    ['no proxy is configured', '203.0.113.7', '198.51.100.1', none, '203.0.113.7'],
    ['the peer is no proxy', '203.0.113.7', '198.51.100.1', proxies, '203.0.113.7'],
    ['nothing was forwarded', '10.0.0.1', undefined, proxies, '10.0.0.1'],
    ['one proxy', '10.0.0.1', '198.51.100.1', proxies, '198.51.100.1'],
    ['two proxies', '10.0.0.1', '198.51.100.1, 10.0.0.2', proxies, '198.51.100.1'],
    ['a forged hop before the real one', '10.0.0.1', '1.2.3.4, 198.51.100.1', proxies, '198.51.100.1'],
    ['rubbish before the real one', '10.0.0.1', 'unknown, 198.51.100.1', proxies, '198.51.100.1'],
    ['rubbish only', '10.0.0.1', 'x', proxies, '10.0.0.1'],
    ['rubbish behind a proxy', '10.0.0.1', 'x, 10.0.0.2', proxies, '10.0.0.2'],
    ['empty', '10.0.0.1', '', proxies, '10.0.0.1'],
    ['only proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', proxies, '10.0.0.3'],
    ['IPv4 in IPv6', '::ffff:10.0.0.1', '::ffff:198.51.100.1', proxies, '198.51.100.1'],
    ['IPv6', 'fd00::1', '2001:DB8::7', proxies, '2001:db8::7'],
    ['two headers', '10.0.0.1', ['1.2.3.4', '198.51.100.1'], proxies, '198.51.100.1'],
  ])('%s', (_situation, peer, forwarded, trusted, expected) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(expected);
  });
});
