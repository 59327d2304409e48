import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { INVITATION_STATES, REQUIREMENT_NAMES } from '@gatehouse/contract/invitations';
import { LOCALES } from '@gatehouse/contract/locales';
import { ROLES } from '@gatehouse/contract/roles';
import { beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUES, chooseLocale, loadCatalogue } from './i18n.tsx';

const SOURCE = path.resolve(import.meta.dirname, '..');
/** The words of the timeline that the server writes; any other is shown as it is. */
const EVENTS =
  'created queued sent delivered deferred bounced abandoned accept-pressed code-sent code-wrong address-verified ' +
  'password-set terms-accepted company-draft-saved company-created accepted declined resent revoked link-requested ' +
  'renewed expired address-added join-requested';

describe('chooseLocale', () => {
  it.each([
    ['pl', ['en'], 'pl'],
    ['', ['de-DE', 'zh-HK', 'en'], 'zh-TW'],
    ['', ['zh'], 'zh-CN'],
    ['xx', ['ru-RU'], 'ru'],
    ['', [], 'en'],
  ])('page %s, browser %j: %s', (served, browser, locale) => {
    expect(chooseLocale(served, browser)).toBe(locale);
  });
});

describe('catalogues', () => {
  const texts: Record<string, string> = {};

  beforeAll(async () => {
    for (const name of CATALOGUES) Object.assign(texts, await loadCatalogue('en', name));
  });

  it('load in every language', async () => {
    for (const locale of LOCALES) {
      for (const name of CATALOGUES)
        expect(Object.keys(await loadCatalogue(locale, name)).length, name).toBeGreaterThan(5);
    }
  });

  it('have every text that the source names', () => {
    const named = usedKeys();
    expect(named.size).toBeGreaterThan(150);
    expect([...named].filter((key) => !(key in texts))).toEqual([]);
  });

  it('have every text that a value of the contract names', () => {
    const keys = [
      ...INVITATION_STATES.map((state) => `common.state.${state}`),
      ...REQUIREMENT_NAMES.flatMap((name) => [`common.requirement.${name}`, `console.requirement.${name}`]),
      ...ROLES.flatMap((role) => [`common.role.${role}`, `console.role.${role}`]),
      ...EVENTS.split(' ').map((event) => `console.timeline.${event}`),
    ];
    expect(keys.filter((key) => !(key in texts))).toEqual([]);
  });
});

/** Keys that stand in the source as they are; those with a value in them are looked at by their values. */
function usedKeys(): Set<string> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('door'),
  );
  const found = files.flatMap((file) =>
    Array.from(
      readFileSync(path.join(SOURCE, file), 'utf8').matchAll(/'((?:common|portal|console)\.[\w.-]+)'/g),
      ([, key]) => key,
    ),
  );
  return new Set(found.filter((key) => key !== undefined));
}
