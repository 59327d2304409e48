import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Invited, invite, open, type Place, walkTo, worldOf } from '../../../test/journey.ts';

describe('programs that open links before people do', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place);
  });
  afterAll(() => app.close());

  it('a scanner that GETs and HEADs every address of the mail changes nothing [scenario 1, A18, S35, S64]', async () => {
    const before = await worldOf(app);
    const { text, html } = app.mailbox.mails.at(-1) ?? { text: '', html: '' };
    const addresses = new Set(`${text} ${html}`.match(/http:\/\/localhost:3000[^\s"'<>)]*/g));
    expect([...addresses].some((address) => address.includes(invited.token))).toBe(true);
    for (const address of addresses) {
      const { pathname, search } = new URL(address);
      const scanner = app.client({ ip: '203.0.113.9', headers: { 'user-agent': 'SafeLinks', accept: 'text/html' } });
      for (let time = 0; time < 3; time++) await scanner.get(pathname + search);
      const head = await app.http.inject({ method: 'HEAD', url: pathname + search });
      expect(head.statusCode).toBe(200);
    }
    expect(await worldOf(app)).toEqual(before);
  });

  it('reading what a step is for changes nothing either', async () => {
    const before = await worldOf(app);
    for (const step of ['accept', 'decline', 'code', 'switch-account']) {
      await app.client().get(`/i/${invited.token}/${step}`);
      await app.client().get(`/api/v1/flows/flw_x/${step}`);
    }
    expect(await worldOf(app)).toEqual(before);
  });

  it('the landing page has no form that sends itself and nothing that fetches ahead', async () => {
    const page = await app.client().get(`/i/${invited.token}`, { accept: 'text/html' });
    expect(page.body).toContain('<form');
    expect(page.body).not.toMatch(/http-equiv="?refresh|rel="?(prefetch|prerender)|onload=|\.submit\(|<iframe/i);
  });

  it('pressing "Accept" alone, as an auto-submitting scanner does, uses nothing up: the person still comes in', async () => {
    const scanner = await open(app, invited);
    expect(await scanner.step('accept')).toBe('code');
    expect((await scanner.client.get('/api/v1/session')).statusCode).toBe(401);
    const detail = await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${invited.id}`);
    expect(detail.json()).toMatchObject({ state: 'proving', stoppedAt: 'identity-proven' });
    app.clock.advance(3_600_000);
    const person = await walkTo(app, await open(app, invited), 'done');
    expect((await person.client.get('/api/v1/session')).statusCode).toBe(200);
  });

  it('the counter of link views shows the scanner', async () => {
    const { body } = await app.services.metrics.render();
    expect(Number(/gatehouse_invitation_link_views_total (\d+)/.exec(body)?.[1])).toBeGreaterThanOrEqual(4);
  });
});
