import { describe, expect, it } from 'vitest';
import { isCrossSite } from './cross-site.ts';

const HOME = 'https://gate.example';

describe('a state change on behalf of another site [S64, ASVS 3.5.1]', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a program: neither header', {}, false],
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: HOME }, false],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }, false],
    ['our own page in an old browser', { origin: HOME }, false],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, true],
    ['another host of our domain', { 'sec-fetch-site': 'same-site', origin: 'https://x.gate.example' }, true],
    ['another site in an old browser', { origin: 'https://evil.test' }, true],
    ['a sandboxed frame or a data: page', { origin: 'null' }, true],
    ['our name with another port', { origin: 'https://gate.example:8443' }, true],
    ['our name without encryption', { origin: 'http://gate.example' }, true],
    ['our name as the beginning of another', { origin: 'https://gate.example.evil.test' }, true],
    ['a forged Origin does not outweigh what the browser says', { 'sec-fetch-site': 'cross-site', origin: HOME }, true],
  ])('%s', (_who, headers, crossSite) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(isCrossSite(method, headers, HOME)).toBe(crossSite);
  });

  it('reading is never refused: it changes nothing', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(isCrossSite(method, { 'sec-fetch-site': 'cross-site' }, HOME)).toBe(false);
    }
  });
});
