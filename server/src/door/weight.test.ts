import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDoorContext, DOOR_SAMPLES } from '../../test/door-samples.ts';
import { writeStylesheet } from '../features/branding/write-stylesheet.ts';

/** What the first round trips of a new connection carry (RFC 6928): ten segments, less the headers. */
const LIMIT = 14 * 1024;
/** Every page but the company's and that of the first run, with their 243 countries. */
const USUAL_LIMIT = 8 * 1024;

let folder: string;
/** Bytes of each built file, zipped. */
const weights = new Map<string, number>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-door-'));
  execFileSync(process.execPath, [path.join(import.meta.dirname, '../../../web/build-door.mjs'), folder]);
  for (const file of readdirSync(path.join(folder, 'assets'))) {
    weights.set(file, gzipSync(readFileSync(path.join(folder, 'assets', file))).length);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The stylesheet, the script, and the parts of it that a page asks for. */
function weightOfAssets(html: string): number {
  const parts = ['door', 'door-chunk'];
  if (html.includes('id="code"')) parts.push('door-code-page');
  if (html.includes('data-company=')) parts.push('door-company-form');
  if (html.includes('id="password-rules"')) parts.push('door-password-rules');
  const brand = html.includes('/brand/') ? gzipSync(writeStylesheet('#ffe14d', 16)).length : 0;
  const wanted = [...weights].filter(([file]) => parts.includes(file.split('.')[0] ?? '') && /\.(css|js)$/.test(file));
  return wanted.reduce((sum, [, weight]) => sum + weight, brand);
}

describe.each(LOCALES)('weight in %s', (locale) => {
  it.each(Object.keys(DOOR_SAMPLES))('%s', (name) => {
    const html = DOOR_SAMPLES[name]?.(buildDoorContext(locale)) ?? '';
    const total = gzipSync(html).length + weightOfAssets(html);
    expect(total).toBeGreaterThan(3000);
    expect(total).toBeLessThan(/^(company|setup)/.test(name) ? LIMIT : USUAL_LIMIT);
  });
});

it('builds all parts and leaves out what only the other surfaces read', () => {
  const css = readdirSync(path.join(folder, 'assets')).filter((file) => /^door\.\w+\.css$/.test(file));
  expect(css).toHaveLength(1);
  const text = readFileSync(path.join(folder, 'assets', css[0] ?? ''), 'utf8');
  expect(text).toContain('--brand: #f97316');
  expect(text).not.toContain('data-theme');
  expect(text).not.toContain('--chart-1');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'door-assets.json'), 'utf8'));
  expect(Object.keys(manifest.fonts)).toEqual(['latin', 'latin-ext', 'cyrillic']);
  expect(weights.has(path.basename(manifest.stylesheet))).toBe(true);
  expect(weights.has(path.basename(manifest.script))).toBe(true);
  expect(weights.has(path.basename(manifest.font))).toBe(true);
  const named = Array.from(text.matchAll(/url\(\/assets\/([^)]+)\)/g), ([, file = '']) => file);
  expect(named).toHaveLength(3);
  for (const file of named) expect(weights.has(file)).toBe(true);
});
