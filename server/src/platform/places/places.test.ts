import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { placesFile } from '../../../test/places-file.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { openPlaces } from './places.ts';

const city = (country: string, names: Record<string, string>, latitude: number, longitude: number) => ({
  country: { iso_code: country },
  city: { names },
  location: { latitude, longitude },
});

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-places-'));
  file = path.join(folder, 'places.mmdb');
  await writeFile(
    file,
    placesFile({
      '203.0.113.1': city('TW', { en: 'Taipei', 'zh-CN': '台北' }, 25.05, 121.53),
      '203.0.113.2': city('PL', { en: 'Warsaw', ru: 'Варшава' }, 52.23, 21.01),
      '203.0.113.3': { country: { iso_code: 'RU' } },
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a database of places', () => {
  it('names country and city, in the language of the reader where it has it', () => {
    const places = openPlaces(file);
    expect(places.find('203.0.113.1', 'zh-TW')).toEqual({ country: 'TW', city: '台北' });
    expect(places.find('203.0.113.2', 'ru')).toEqual({ country: 'PL', city: 'Варшава' });
    expect(places.find('203.0.113.2', 'pl')).toEqual({ country: 'PL', city: 'Warsaw' });
    expect(places.find('203.0.113.3', 'en')).toEqual({ country: 'RU', city: null });
    expect(places.locate('203.0.113.3')).toBeNull();
    expect(places.locate('203.0.113.2')).toMatchObject({ latitude: 52.23, longitude: 21.01 });
  });

  it.each(['203.0.113.9', '', 'x', '::1', '2001:db8::1'])('knows nothing of "%s"', (ip) => {
    expect(openPlaces(file).find(ip, 'en')).toBeNull();
  });

  it('says what is wrong with a file, and nothing without one', async () => {
    const broken = path.join(folder, 'broken.mmdb');
    await writeFile(broken, 'no database');
    for (const wrong of [broken, path.join(folder, 'nowhere.mmdb')]) {
      expect(() => openPlaces(wrong)).toThrow(`GEOIP_DATABASE: ${wrong} cannot be read`);
    }
    expect(openPlaces(null)).toMatchObject({ known: false });
  });
});

describe('where it is told', () => {
  let app: TestApp;
  afterAll(() => app?.close());

  it('in the sign-in log, with one’s own devices, and in an alert about a journey that nobody makes', async () => {
    app = await createTestApp({ environment: { GEOIP_DATABASE: file } });
    const { org } = await app.setUp();
    const signIn = async (ip: string) => {
      const client = app.client({ ip, headers: { 'accept-language': 'en' } });
      const flow = (
        await client.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' })
      ).json();
      await client.post(`/api/v1/flows/${flow.id}/password`, { password: 'correct horse battery staple' });
      return client;
    };
    await signIn('203.0.113.1');
    app.clock.advance(20 * MINUTE);
    const here = await signIn('203.0.113.2');
    const { items } = (await here.get(`/api/v1/organizations/${org}/sign-in-events`)).json();
    expect(items.map(({ place }: { place: unknown }) => place)).toEqual([
      { country: 'PL', city: 'Warsaw' },
      { country: 'TW', city: 'Taipei' },
      null,
    ]);
    const devices = (await here.get('/api/v1/sessions')).json().items;
    expect(devices.map(({ place }: { place: unknown }) => place)).toContainEqual({ country: 'PL', city: 'Warsaw' });
    await app.worker.runDue();
    const alerts = (await here.get(`/api/v1/organizations/${org}/alerts`)).json().items;
    expect(alerts).toMatchObject([
      { rule: 'impossible-travel', evidence: { places: ['Taipei, TW', 'Warsaw, PL'], minutes: 20 } },
    ]);
  });
});
