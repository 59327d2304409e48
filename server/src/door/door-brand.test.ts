import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, type TestClient } from '../../test/app.ts';
import { foundCompany, invite, open, type Place, walkTo } from '../../test/journey.ts';
import { buildPng } from '../../test/pictures.ts';

const HTML = { accept: 'text/html' };

describe('the pages of the door in the brand of whose door it is', () => {
  let app: TestApp;
  let place: Place;
  let logo: string;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    logo = await bringLogo();
    await brand({ productName: 'Machine Room', accent: '#1d6f42', corner: 16, logoLight: logo, poweredBy: true });
  });
  afterAll(() => app.close());

  async function bringLogo(): Promise<string> {
    const answer = await app.http.inject({
      method: 'POST',
      url: `/api/v1/organizations/${place.org}/branding/images`,
      payload: buildPng(120, 30),
      headers: {
        'content-type': 'application/octet-stream',
        cookie: [...place.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    return answer.json().name;
  }

  async function brand(values: object, of = place): Promise<void> {
    const answer = await of.owner.patch(`/api/v1/organizations/${of.org}/branding`, values);
    expect(answer.statusCode, answer.body).toBe(200);
  }

  const pageAt = async (path: string, client: TestClient = app.client(), headers = {}) =>
    (await client.get(path, { ...HTML, ...headers })).body;
  const GREEN = /<link rel="stylesheet" href="\/brand\/1d6f42-16-[0-9a-f]{16}\.css"\/>/;

  it('an invitation, and every page of its flow', async () => {
    const invited = await invite(app, place, { to: { email: 'first@customer.example' } });
    const visit = await open(app, invited);
    const pages = [await pageAt(`/i/${invited.token}`)];
    await walkTo(app, visit, 'code');
    pages.push(await pageAt(`/flow/${visit.flow.id}`, visit.client));
    for (const html of pages) {
      expect(html).toMatch(GREEN);
      expect(html).toContain(`<img src="/brand/${logo}" alt="Northwind Machines" width="160" height="40"/>`);
      expect(html).toContain('Powered by Gatehouse');
      expect(html).toMatch(/<title>[^<]* · Northwind Machines<\/title>/);
    }
  });

  it.each(['/sign-in', '/new-link', '/i', '/help', '/nothing-here', '/i/unknown', '/flow/flw_unknown'])(
    '%s, where nobody is known: the house’s, in the name of the product',
    async (path) => {
      const html = await pageAt(path);
      expect(html).toMatch(GREEN);
      expect(html).toMatch(/<title>[^<]* · Machine Room<\/title>/);
      expect(html).not.toContain('Northwind');
    },
  );

  it('a sign-in at the door of another organization is its own to the end, and one without a brand is not told from none', async () => {
    const guest = await foundCompany(app, place);
    const named = (query: string) => pageAt(`/sign-in?${query}`);
    expect(await named('organization=urs-machining')).toBe(
      (await named('organization=nobody')).replaceAll('nobody', 'urs-machining'),
    );
    await brand({ accent: '#7c3aed' }, guest);
    const violet = /href="\/brand\/7c3aed-10-/;
    expect(await named('organization=urs-machining')).toMatch(violet);
    expect(await named('returnTo=%2Fconsole%2Furs-machining%2Fpeople')).toMatch(violet);
    expect(await named('organization=..%2f..%2f%00')).toMatch(GREEN);
    const client = app.client();
    const fields = { identifier: 'willy@urs.example', returnTo: '', organization: 'urs-machining' };
    const wrong = await client.form('/sign-in', { ...fields, identifier: 'willy wu' }, HTML);
    expect([wrong.statusCode, wrong.body]).toEqual([400, expect.stringMatching(violet)]);
    const begun = await client.form('/sign-in', fields, HTML);
    const flow = await pageAt(String(begun.headers.location), client);
    expect(flow).toMatch(violet);
    expect(flow).toMatch(/<title>[^<]* · URS Machining<\/title>/);
  });

  it('only what is offered is offered, and whoever reads another language gets the first', async () => {
    await brand({ languages: ['pl', 'zh-TW'], locale: 'pl' });
    const russian = await pageAt('/sign-in', app.client(), { 'accept-language': 'ru' });
    expect(russian).toContain('<html lang="pl"');
    expect(russian).toContain('value="zh-TW"');
    expect(russian).not.toMatch(/value="(ru|en|zh-CN)"/);
    expect(await pageAt('/sign-in?lang=ru')).toContain('<html lang="pl"');
    expect(await pageAt('/sign-in?lang=zh-TW')).toContain('<html lang="zh-TW"');
    await brand({ languages: ['en', 'zh-TW', 'zh-CN', 'pl', 'ru'], locale: 'en' });
    expect(await pageAt('/sign-in?lang=ru')).toContain('<html lang="ru"');
  });

  it('nothing of it is a style in the page: the policy stays as it is', async () => {
    const answer = await app.client().get('/sign-in', HTML);
    expect(answer.body).not.toMatch(/<style|style="/);
    expect(String(answer.headers['content-security-policy'])).toContain("style-src 'self'");
  });

  it('a database that is away makes no page of an error fail', async () => {
    await app.services.database.pool.query('alter view house_brand rename to elsewhere');
    expect(await pageAt('/help')).toContain('· Gatehouse</title>');
    await app.services.database.pool.query('alter view elsewhere rename to house_brand');
  });
});
