import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../../test/app.ts';
import { foundCompany, invite, mailsTo, open, type Place, walkTo } from '../../test/journey.ts';

const MARKUP = `"><img src=x onerror=alert(1)>'{{7*7}}`;

describe('names that are markup [A54]', () => {
  let app: TestApp;
  let place: Place;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp({ organization: `North ${MARKUP}`, name: `Olga ${MARKUP}` });
  });
  afterAll(() => app.close());

  function expectText(html: string, where: string): void {
    expect(html, where).not.toMatch(/<img src=x|"><img/);
    expect(html, where).toContain('&lt;img src=x');
  }

  it('are text on every page of the road and in every mail', async () => {
    const invited = await invite(app, place, {
      name: `Willy ${MARKUP}`,
      note: MARKUP,
      company: { name: `URS ${MARKUP}`, address: MARKUP },
    });
    expectText((await app.client().get(`/i/${invited.token}`, { accept: 'text/html' })).body, 'landing');
    const visit = await open(app, invited);
    for (const step of ['code', 'terms', 'company'] as const) {
      await walkTo(app, visit, step);
      const page = await visit.client.get(`/flow/${visit.flow.id}`, { accept: 'text/html' });
      expectText(page.body, step);
    }
    const company = { name: `URS ${MARKUP}`, country: 'TW', registrationNumber: '24536806', address: MARKUP };
    expect(await visit.step('company', company)).toBe('done');
    const { slug } = (await visit.client.get('/api/v1/session')).json().memberships[0].organization;
    expectText((await visit.client.get(`/welcome/${slug}`, { accept: 'text/html' })).body, 'welcome');
    await app.deliver();
    for (const mail of mailsTo(app, invited.email)) {
      expect(mail.html, mail.subject).not.toMatch(/<img src=x|"><img/);
      expect(mail.subject).not.toMatch(/[\r\n]/);
    }
  });

  it('are text on the pages of a wrong account and of an invitation that ended', async () => {
    const other = await foundCompany(app, place, {
      email: 'mei@mei.example',
      company: { name: 'Mei', country: 'PL', registrationNumber: '1234563218' },
    });
    const invited = await invite(app, place, { to: { email: 'kate@urs.example' } });
    expectText((await other.owner.get(`/i/${invited.token}`, { accept: 'text/html' })).body, 'wrong account');
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${invited.id}/revoke`);
    expectText((await app.client().get(`/i/${invited.token}`, { accept: 'text/html' })).body, 'withdrawn');
  });

  it('typed into a form come back as text', async () => {
    for (const [url, fields] of [
      ['/sign-in', { identifier: MARKUP, returnTo: MARKUP }],
      ['/new-link', { identifier: MARKUP }],
      ['/i', { token: 'x'.repeat(43), other: MARKUP }],
    ] as [string, Record<string, string>][]) {
      const answer = await app.client().form(url, fields, { accept: 'text/html' });
      expect(answer.body, url).not.toMatch(/<img src=x|"><img/);
    }
  });

  it('in the address come back as text', async () => {
    const hostile = encodeURIComponent(MARKUP);
    for (const url of [
      `/i/${hostile}`,
      `/${hostile}`,
      `/sign-in?returnTo=${hostile}`,
      `/help?x=${hostile}`,
      `/setup?token=${hostile}`,
    ]) {
      const answer = await app.client().get(url, { accept: 'text/html' });
      expect(answer.body, url).not.toMatch(/<img src=x|"><img/);
    }
  });

  it('a secret never comes back in a page that was refused', async () => {
    const answer = await app
      .client()
      .form('/setup', { token: 'the-token-as-typed', password: PASSWORD }, { accept: 'text/html' });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain(PASSWORD);
  });
});
