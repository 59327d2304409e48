import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnTo } from './return-to.ts';

const BASE = 'https://app.test';

describe('where to go afterwards', () => {
  it.each([
    ['/portal', '/portal'],
    ['/welcome/urs-machining', '/welcome/urs-machining'],
    ['/console/invitations?state=sent&q=%E7%8E%8B', '/console/invitations?state=sent&q=%E7%8E%8B'],
    ['/a/../b', '/b'],
    ['/%2f%2fevil.test', '/%2f%2fevil.test'],
    ['/portal#top', '/portal'],
  ])('%s stays', (target, expected) => {
    expect(safeReturnTo(target, BASE)).toBe(expected);
  });

  it.each([
    null,
    '',
    'portal',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/\r/evil.test',
    'https:///evil.test',
    'https://app.test@evil.test',
    'https://app.test:443@evil.test/',
    'https://evil.test#@app.test',
    'https://evil。test/',
    '///evil.test/%2e%2e',
    ' //evil.test',
    'https://app.test.evil.test',
    'https://app.test%2eevil.test',
    'https://app.test./x',
    'http://app.test/',
    'https://app.test/portal',
    'https:evil.test',
    'javascript:alert(1)',
    'data:text/html,x',
    '/..//evil.test',
    '/.//evil.test',
    '/%2e%2e//evil.test',
    '/a/..//evil.test',
    '/portal\u0000',
    `/${'a'.repeat(2000)}`,
  ])('%j is refused [S67, A1]', (target) => {
    expect(safeReturnTo(target, BASE)).toBeNull();
  });

  it('any text is refused or stays, however often it is resolved', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '@',
      ':',
      '?',
      '#',
      'evil.test',
      'https:',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 8 }).map((all) => `/${all.join('')}`),
        ),
        (target) => {
          const safe = safeReturnTo(target, BASE);
          if (safe === null) return;
          expect(safe).toMatch(/^\/(?![/\\])/);
          expect(new URL(safe, BASE).origin).toBe(BASE);
          expect(safeReturnTo(safe, BASE)).toBe(safe);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
