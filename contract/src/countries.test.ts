import { describe, expect, it } from 'vitest';
import { COUNTRIES, defaultTimeZone, isCountry, isTimeZone, timeZonesOf } from './countries.ts';

describe('countries', () => {
  it('are 249, sorted, each once, and every one has a name', () => {
    expect(COUNTRIES).toHaveLength(249);
    expect([...new Set(COUNTRIES)].sort()).toEqual([...COUNTRIES]);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(COUNTRIES.filter((country) => !names.of(country))).toEqual([]);
  });

  it.each([
    ['TW', true],
    ['GB', true],
    ['UK', false],
    ['tw', false],
    ['XX', false],
    ['EU', false],
    ['', false],
  ])('%j: %s', (code, expected) => {
    expect(isCountry(code)).toBe(expected);
  });
});

describe('time zones', () => {
  it('of the list are zones of countries', () => {
    const zones = COUNTRIES.flatMap(timeZonesOf);
    expect(zones.length).toBeGreaterThan(30);
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  it.each([
    ['TW', 'Asia/Taipei'],
    ['CN', 'Asia/Shanghai'],
    ['PL', 'Europe/Warsaw'],
    ['RU', 'Europe/Moscow'],
    ['KZ', 'Asia/Almaty'],
    ['DE', 'Europe/Berlin'],
    ['US', 'America/New_York'],
    ['GB', 'Europe/London'],
    ['AQ', null],
    ['constructor', null],
  ])('%s: %s', (country, zone) => {
    expect(defaultTimeZone(country)).toBe(zone);
  });

  it.each([
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Mars/Olympus', false],
    ['+08:00', false],
    ['', false],
    ['../etc/passwd', false],
    ['\uD800', false],
  ])('%j: %s', (id, expected) => {
    expect(isTimeZone(id)).toBe(expected);
  });
});
