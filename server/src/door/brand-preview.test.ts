import { LOCALES } from '@gatehouse/contract/locales';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { foundCompany, invite, join, type Place } from '../../test/journey.ts';
import { buildPng } from '../../test/pictures.ts';
import { withImages } from './outbox-page.tsx';

const HTML = { accept: 'text/html' };

/** What tells a preview from the page that is served: the theme that was picked, and no script. */
function withoutMarks(html: string): string {
  return html
    .replace(/ data-theme="(light|dark)"/, '')
    .replace(/<link rel="stylesheet" href="\/assets\/door-themes\.\w+\.css"\/>/, '')
    .replace(/<script type="module" src="\/assets\/door\.\w+\.js"><\/script>/, '');
}

describe('what the console shows is what will be served', () => {
  let app: TestApp;
  let place: Place;
  let draft: Record<string, unknown>;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    const logo = await app.http.inject({
      method: 'POST',
      url: `/api/v1/organizations/${place.org}/branding/images`,
      payload: buildPng(120, 30),
      headers: { 'content-type': 'application/octet-stream', cookie: cookieOf(place) },
    });
    const { name } = logo.json();
    draft = {
      productName: 'Machine Room',
      accent: '#1d6f42',
      corner: 16,
      poweredBy: true,
      logoLight: name,
      logoMail: name,
      icon: null,
      supportContact: 'help@northwind.example',
      senderName: 'Northwind Service',
    };
  });
  afterAll(() => app.close());

  const cookieOf = (of: Place) => [...of.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const preview = (view: string, fields: Record<string, string> = {}, client = place.owner) =>
    client.form(
      `/preview/northwind-machines/${view}`,
      { draft: JSON.stringify(draft), locale: 'en', theme: 'light', ...fields },
      HTML,
    );
  const save = () => place.owner.patch(`/api/v1/organizations/${place.org}/branding`, draft);

  it('nothing of it is there before it is saved', async () => {
    const before = await app.client().get('/sign-in', HTML);
    const shown = await preview('sign-in');
    expect(shown.statusCode, shown.body).toBe(200);
    expect(shown.body).toContain('/brand/1d6f42-16-');
    expect((await app.client().get('/sign-in', HTML)).body).toBe(before.body);
  });

  it.each(LOCALES)('the page to sign in, and an invitation, in %s', async (locale) => {
    const signIn = withoutMarks((await preview('sign-in', { locale })).body);
    const page = withoutMarks((await preview('invitation', { locale })).body);
    const note = /<blockquote><p>([^<]*)<\/p>/.exec(page)?.[1];
    expect((await save()).statusCode).toBe(200);
    const path = '/sign-in?organization=northwind-machines';
    const served = (await app.client().get(`${path}&lang=${locale}`, HTML)).body;
    expect(withoutMarks(served)).toBe(signIn);

    const email = 'guest@customer.example';
    const { token, id } = await invite(app, place, { to: { email }, name: 'Felix Berg', note });
    const real = (await app.client().get(`/i/${token}?lang=${locale}`, HTML)).body;
    const same = (html: string) => html.replaceAll(/\/(i|unsubscribe)\/[\w./-]+/g, '/x').replace(/\d{1,2}:\d{2}/g, '');
    expect(same(withoutMarks(real))).toBe(same(page));
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${id}/revoke`);
  });

  it('a mail is the one that leaves, its logo and own words included', async () => {
    await save();
    const texts = { 'mail.M01.title': 'Come in to {productName}' };
    const html = (await preview('mail', { template: 'M01', locale: 'pl', texts: JSON.stringify(texts) })).body;
    expect(html).toContain('src="data:image/png;base64,');
    expect(html).toContain('Come in to Machine Room');
    await place.owner.patch(`/api/v1/organizations/${place.org}/message-texts/M01/pl`, { texts });
    await place.owner.post(`/api/v1/organizations/${place.org}/message-texts/M01/pl/test`);
    const [mail] = await app.deliver();
    const sent = withImages(mail?.html ?? '', mail?.images ?? []);
    const same = (text: string) =>
      text.replace(/\d{1,2}:\d{2}/g, '').replace(/@media (not all|\(prefers-color-scheme: dark\))/g, '');
    expect(same(sent)).toBe(same(html));
    expect(mail?.from.name).toBe('Northwind Service via Machine Room');
  });

  it('in the dark it is dark, whatever the reader’s theme is', async () => {
    const page = (await preview('sign-in', { theme: 'dark' })).body;
    expect(page).toMatch(/<html[^>]* data-theme="dark"/);
    const themes = /href="(\/assets\/door-themes\.\w+\.css)"/.exec(page)?.[1] ?? '';
    expect((await app.client().get(themes)).body).toContain(':root:where([data-theme="dark"]){color-scheme: dark');
    expect(page).not.toContain('prefers-color-scheme');
    expect((await preview('mail', { theme: 'dark' })).body).toContain('@media all {');
    expect((await preview('mail', { theme: 'light' })).body).toContain('@media not all {');
  });

  it('sender, subject and text messages in words', async () => {
    const url = `/api/v1/organizations/${place.org}/branding/preview`;
    const words = await place.owner.post(url, { values: { ...draft, productName: 'Machine Hall' }, locale: 'zh-CN' });
    expect(words.statusCode, words.body).toBe(200);
    expect(words.json()).toMatchObject({
      sender: 'Northwind Service via Machine Hall',
      subject: expect.stringContaining('Machine Hall'),
    });
    expect(words.json().sms).toMatchObject([
      { template: 'S01', text: expect.stringContaining('【Machine Hall】'), parts: 1 },
      { template: 'S02', parts: 1 },
    ]);
    expect(
      (await place.owner.post(url, { values: { locale: 'ru', languages: ['en'] }, locale: 'en' })).statusCode,
    ).toBe(400);
  });

  it('may be framed by our own pages only, runs nothing, and is kept by nobody', async () => {
    for (const view of ['sign-in', 'invitation', 'mail']) {
      const { headers } = await preview(view);
      expect(headers).toMatchObject({ 'x-frame-options': 'SAMEORIGIN', 'cache-control': 'no-store' });
      expect(String(headers['content-security-policy'])).toContain("frame-ancestors 'self'");
      expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
    }
    expect(String((await preview('mail')).headers['content-security-policy'])).not.toContain('script-src');
  });

  it('is for those who see the settings, from our own pages, and tells what does not fit', async () => {
    const guest = await foundCompany(app, place);
    const member = await join(app, place, ['member'], 'member@northwind.example');
    expect((await preview('sign-in', {}, app.client())).statusCode).toBe(401);
    expect((await preview('sign-in', {}, member)).statusCode).toBe(403);
    expect((await preview('sign-in', {}, guest.owner)).statusCode).toBe(404);
    expect((await preview('nothing')).statusCode).toBe(404);
    expect((await preview('mail', { template: 'S01' })).statusCode).toBe(404);
    expect((await preview('mail', { template: 'X1' })).statusCode).toBe(404);
    for (const wrong of ['{', '[]', '{"accent":"red"}', '{"logoLight":"../x"}', '{"nothing":1}']) {
      expect((await preview('sign-in', { draft: wrong })).statusCode, wrong).toBe(400);
    }
    const evil = JSON.stringify({ 'mail.M01.title': 'Go to https://evil.test' });
    expect((await preview('mail', { texts: evil })).statusCode).toBe(400);
    const foreign = await place.owner.form(
      '/preview/northwind-machines/sign-in',
      {},
      { ...HTML, origin: 'https://evil.test' },
    );
    expect(foreign.statusCode).toBe(403);
    const script = JSON.stringify({ productName: '<script>alert(1)</script>' });
    const shown = await preview('sign-in', { draft: script });
    expect(shown.body).not.toContain('<script>alert');
  });
});
