import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCALES } from '@gatehouse/contract/locales';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { createTranslate, reportTextFaults, type TextFault, translator } from './translate.ts';

afterEach(() => reportTextFaults(null));

describe('translator', () => {
  it.each([
    [1, 'pozostał 1 dzień'],
    [3, 'pozostały 3 dni'],
    [5, 'pozostało 5 dni'],
    [22, 'pozostały 22 dni'],
  ])('chooses the Polish plural for %d', (count, expected) => {
    expect(translator('pl')('common.time.days-left', { count })).toBe(expected);
  });

  it('shows parameters as text, tags and all', () => {
    expect(translator('en')('common.stopped-at', { requirement: '<b>{x}</b>' })).toBe('Stopped at: <b>{x}</b>');
  });

  it('knows its language and its keys', () => {
    for (const locale of LOCALES) {
      expect(translator(locale).locale).toBe(locale);
      expect(translator(locale).has('common.action.continue')).toBe(true);
      expect(translator(locale).has('common.action.nothing')).toBe(false);
    }
  });

  it('throws for a missing key, and for a missing parameter', () => {
    expect(() => translator('pl')('common.nothing')).toThrow('common.nothing');
    expect(() => translator('pl')('common.stopped-at')).toThrow('requirement');
  });

  it('reports and goes on where faults are reported', () => {
    const faults: TextFault[] = [];
    reportTextFaults((fault) => faults.push(fault));
    expect(translator('ru')('common.nothing')).toBe('common.nothing');
    expect(faults.map(({ locale, key }) => [locale, key])).toEqual([
      ['ru', 'common.nothing'],
      ['en', 'common.nothing'],
    ]);
  });

  it('makes tags into elements and escapes parameters', () => {
    const t = createTranslate('en', new Map([['x.terms', 'I agree to the <strong>terms of {name}</strong>.']]));
    const rich = t.rich('x.terms', { name: '<i>' }, { strong: (chunks) => createElement('strong', null, chunks) });
    const html = renderToStaticMarkup(createElement('p', null, rich));
    expect(html).toBe('<p>I agree to the <strong>terms of &lt;i&gt;</strong>.</p>');
  });
});

describe('formats', () => {
  const instant = new Date('2026-11-29T10:05:00Z');

  it('writes a moment with the zone it is meant in', () => {
    expect(translator('en').date(instant, { style: 'dateTime' })).toBe('29 November 2026 at 10:05 UTC');
    expect(translator('zh-TW').date(instant, { style: 'dateTime', timeZone: 'Asia/Taipei' })).toMatch(
      /2026年11月29日.*18:05.*GMT\+8|2026年11月29日.*GMT\+8.*18:05/,
    );
    expect(translator('pl').date(instant, { style: 'date', timeZone: 'Europe/Warsaw' })).toBe('29 listopada 2026');
    expect(translator('ru').date(instant, { style: 'time', timeZone: 'Europe/Moscow' })).toContain('13:05');
  });

  it('uses the whole unit that fits', () => {
    const later = (seconds: number) => new Date(instant.getTime() + seconds * 1000);
    const { relative } = translator('en');
    expect(relative(instant, later(7 * 86_400 + 5))).toBe('in 7 days');
    expect(relative(instant, later(-2 * 3600))).toBe('2 hours ago');
    expect(relative(instant, later(90))).toBe('in 1 minute');
    expect(relative(instant, later(0))).toBe('now');
    expect(translator('zh-CN').relative(instant, later(-86_400))).toBe('昨天');
  });

  it('names countries and joins lists', () => {
    expect(translator('pl').country('DE')).toBe('Niemcy');
    expect(translator('pl').country('<b>')).toBe('<b>');
    expect(translator('ru').list(['а', 'б', 'в'])).toBe('а, б и в');
  });
});

describe('readCatalogue', () => {
  it('refuses a key that two files share, and what is not a text', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'locales-'));
    mkdirSync(path.join(directory, 'en'));
    const write = (file: string, entries: object) =>
      writeFileSync(path.join(directory, 'en', file), JSON.stringify(entries));
    write('a.json', { 'a.x': 'X' });
    expect(readCatalogue('en', directory).get('a.x')).toBe('X');
    write('b.json', { 'a.x': 'Y' });
    expect(() => readCatalogue('en', directory)).toThrow('already in another file');
    write('b.json', { 'b.x': { nested: 'Y' } });
    expect(() => readCatalogue('en', directory)).toThrow('not a text');
    rmSync(directory, { recursive: true });
  });
});
