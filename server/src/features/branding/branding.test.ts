import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { foundCompany, join, type Place } from '../../../test/journey.ts';
import { buildPng, buildSvg } from '../../../test/pictures.ts';

describe('an organization decides how it looks', () => {
  let app: TestApp;
  let place: Place;
  let base: string;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    base = `/api/v1/organizations/${place.org}/branding`;
  });
  afterAll(() => app.close());

  const upload = (content: Buffer, of = place) =>
    app.http.inject({
      method: 'POST',
      url: `/api/v1/organizations/${of.org}/branding/images`,
      payload: content,
      headers: {
        'content-type': 'application/octet-stream',
        cookie: [...of.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
  const brandOf = async (of = place) =>
    (await of.owner.get('/api/v1/session/brands'))
      .json()
      .items.find(({ organization }: { organization: string }) => organization === of.org);

  it('looks like the house before', async () => {
    const branding = (await place.owner.get(base)).json();
    expect(branding).toMatchObject({ look: null, inheritedFrom: null, images: [], changedAt: null });
    expect(branding.values).toMatchObject({
      accent: null,
      corner: 10,
      productName: 'Gatehouse',
      languages: expect.any(Array),
    });
    expect(branding.values.languages).toHaveLength(5);
    expect(await brandOf()).toMatchObject({ productName: 'Gatehouse', look: null });
  });

  it('saves what is given and leaves the rest, and the audit log has before and after', async () => {
    const saved = await place.owner.patch(base, { accent: '#1D6F42', productName: 'Machine Room' });
    expect(saved.statusCode, saved.body).toBe(200);
    expect(saved.json().values).toMatchObject({ accent: '#1d6f42', productName: 'Machine Room', corner: 10 });
    expect(saved.json().changedBy).toBe('Olga Owner');
    await place.owner.patch(base, { corner: 0 });
    const { values, look } = (await place.owner.get(base)).json();
    expect(values).toMatchObject({ accent: '#1d6f42', corner: 0 });
    expect(look.mail).toMatchObject({ corner: 0, tokens: { light: { fill: '#1d6f42', onFill: '#ffffff' } } });
    const { rows } = await app.services.database.pool.query(
      `select change from audit_events where action = 'organization.branding-changed' order by id`,
    );
    expect(rows.map(({ change }: { change: unknown }) => change)).toEqual([
      {
        accent: { before: null, after: '#1d6f42' },
        productName: { before: 'Gatehouse', after: 'Machine Room' },
      },
      { corner: { before: 10, after: 0 } },
    ]);
  });

  it('its tokens are a stylesheet of this house, by hash and for ever', async () => {
    const { look } = await brandOf();
    const sheet = await app.client().get(look.stylesheet);
    expect(sheet.statusCode).toBe(200);
    expect(sheet.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(sheet.body).toContain('--brand:#1d6f42');
    expect(sheet.body).toContain('--radius-card:0px');
    expect(sheet.body).not.toMatch(/--(danger|success|warning|link|waiting|ink)/);
    const older = look.stylesheet.replace(/[0-9a-f]{16}\.css$/, '0123456789abcdef.css');
    expect((await app.client().get(older)).headers['cache-control']).toBe('no-cache');
    for (const none of [
      '/brand/1d6f42-3-0123456789abcdef.css',
      '/brand/x.css',
      '/brand/..%2f..%2fpackage.json',
      '/brand/',
    ]) {
      expect((await app.client().get(none)).statusCode, none).toBe(404);
    }
  });

  it('a logo is named by its content, looked through, and served where it can do nothing', async () => {
    const uploaded = await upload(buildSvg('<script>alert(1)</script><rect width="9" height="9" onload="x"/>'));
    expect(uploaded.statusCode, uploaded.body).toBe(201);
    const image = uploaded.json();
    expect(image).toMatchObject({ width: 120, height: 30, removed: ['script', 'onload'] });
    expect((await brandOf()).look.logo).toBeNull(); // nothing names it yet
    expect((await place.owner.patch(base, { logoLight: image.name })).statusCode).toBe(200);
    expect((await brandOf()).look.logo).toMatchObject({ light: { src: image.src }, dark: { src: image.src } });
    const served = await app.client().get(image.src);
    expect(served.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
    });
    expect(served.body).not.toMatch(/script|onload/);
    expect(image.name).toMatch(/^[0-9a-f]{64}\.svg$/);
  });

  it.each([
    ['a page called PNG', Buffer.from('<!doctype html><script>1</script>'), 415, 'IMAGE-TYPE'],
    ['60,000 x 60,000', buildPng(60_000, 60_000, { pixels: Buffer.alloc(4) }), 400, 'IMAGE-DIMENSIONS'],
    ['a drawing with entities', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'), 400, 'IMAGE-UNSAFE'],
    ['half a PNG', buildPng(9, 9).subarray(0, 50), 400, 'IMAGE-BROKEN'],
    ['a little too much', Buffer.concat([buildPng(9, 9), Buffer.alloc(200 * 1024)]), 413, 'IMAGE-TOO-LARGE'],
    ['far too much', Buffer.alloc(2 * 1024 * 1024), 413, 'REQUEST-TOO-LARGE'],
    ['nothing', Buffer.alloc(0), 415, 'IMAGE-TYPE'],
  ])('%s is refused in words [A7]', async (_name, content, status, code) => {
    const answer = await upload(content);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json().code).toBe(code);
  });

  it('a JSON body is no image, and nobody else may bring one', async () => {
    expect((await place.owner.post(`${base}/images`, { url: 'https://evil.test/a.png' })).statusCode).toBe(415);
    const stranger = { owner: app.client(), org: place.org };
    expect((await upload(buildPng(9, 9), stranger)).statusCode).toBe(401);
    const member = await join(app, place, ['member'], 'member@northwind.example');
    expect((await upload(buildPng(9, 9), { owner: member, org: place.org })).statusCode).toBe(403);
  });

  it('values that do not fit are named beside their field, and nothing changes', async () => {
    const wide = (await upload(buildPng(40, 10))).json();
    const drawing = (await upload(buildSvg())).json();
    const refused = async (change: object) => {
      const answer = await place.owner.patch(base, change);
      expect(answer.statusCode, answer.body).toBe(400);
      return answer.json().errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
    };
    expect(await refused({ icon: wide.name })).toEqual(['icon IMAGE-NOT-SQUARE']);
    expect(await refused({ logoMail: drawing.name })).toEqual(['logoMail IMAGE-TYPE']);
    expect(await refused({ logoDark: `${'0'.repeat(64)}.png` })).toEqual(['logoDark IMAGE-UNKNOWN']);
    expect(await refused({ languages: ['pl'], locale: 'ru' })).toEqual(['languages LANGUAGES-DEFAULT']);
    expect(await refused({ languages: [] })).toEqual(['languages FIELD-REQUIRED']);
    expect(await refused({ accent: 'orange' })).toEqual(['accent COLOUR-INVALID']);
    expect(await refused({ senderName: 'Pay at www.evil.test' })).toEqual(['senderName NAME-INVALID']);
    expect(await refused({ corner: 7 })).toHaveLength(1);
    expect((await brandOf()).look.icon).toBeNull();
  });

  it('another organization’s picture is unknown to it, and a company looks like its host until it decides itself', async () => {
    const guest = await foundCompany(app, place);
    const { look } = await brandOf(guest);
    expect(look).toEqual((await brandOf()).look);
    const guestBase = `/api/v1/organizations/${guest.org}/branding`;
    const { inheritedFrom, values } = (await guest.owner.get(guestBase)).json();
    expect([inheritedFrom, values.accent, values.productName]).toEqual(['Northwind Machines', null, 'Machine Room']);
    const { logoLight } = (await place.owner.get(base)).json().values;
    expect((await guest.owner.patch(guestBase, { logoLight })).statusCode).toBe(400);
    await place.owner.patch(base, { productName: 'Machine Hall' });
    expect((await brandOf(guest)).productName).toBe('Machine Hall');
    await guest.owner.patch(guestBase, { accent: '#7c3aed', productName: 'URS' });
    expect((await brandOf(guest)).look).toMatchObject({ logo: null, mail: { tokens: { light: { fill: '#7c3aed' } } } });
    await place.owner.patch(base, { productName: 'Machine Room' });
    expect((await brandOf(guest)).productName).toBe('URS');
  });

  it('what no brand names is gone after a day, and nobody fills the database', async () => {
    const before = (await place.owner.get(base)).json().values.logoLight;
    for (let side = 10; side < 60; side++) {
      const answer = await upload(buildPng(side, side));
      if (answer.statusCode === 201) continue;
      expect(answer.json().code).toBe('RATE-LIMITED');
      break;
    }
    const count = async () =>
      (
        await app.services.database.pool.query(
          'select count(*)::int as n from brand_files where organization_id = $1',
          [place.org],
        )
      ).rows[0].n;
    expect(await count()).toBe(40);
    app.clock.advance(25 * 60 * 60 * 1000);
    expect((await upload(buildPng(33, 33))).statusCode).toBe(201);
    expect(await count()).toBe(2);
    expect((await app.client().get(`/brand/${before}`)).statusCode).toBe(200);
  });
});
