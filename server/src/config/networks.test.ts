import { describe, expect, it } from 'vitest';
import { parseNetworks } from './networks.ts';

describe('a list of addresses and networks', () => {
  const list = parseNetworks(' 10.0.0.0/8, 192.0.2.1 ,::1,2001:db8::/32');

  it.each(['10.0.0.1', '10.255.255.255', '192.0.2.1', '::1', '2001:db8::7'])('has %s', (address) => {
    expect(list.has(address)).toBe(true);
  });

  it.each(['11.0.0.1', '192.0.2.2', '::2', '2001:db9::1', 'localhost', '', '10.0.0'])('has no %j', (address) => {
    expect(list.has(address)).toBe(false);
  });

  it('empty has nothing', () => {
    expect(parseNetworks('').has('127.0.0.1')).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0',
    'proxy.example',
    '10.0.0.0/x',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
  ])('names the wrong entry: %s', (entry) => {
    expect(() => parseNetworks(`192.0.2.1,${entry}`)).toThrow(`"${entry}"`);
  });
});
