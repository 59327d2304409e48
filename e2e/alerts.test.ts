import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../server/test/eventually.ts';
import { createConsole } from './console.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import { openWorld, type World } from './world.ts';

describe('alerts and their webhook, in the console', () => {
  let world: World;
  let place: Place;
  let receiver: Server;
  let url: string;
  const received: string[] = [];
  const alerts = () => `/api/v1/organizations/${place.org}/alerts`;
  beforeAll(async () => {
    receiver = createServer((request, response) => {
      received.push(String(request.headers['webhook-signature']));
      request.resume().on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((done) => void receiver.listen(0, '127.0.0.1', done));
    const { port } = receiver.address() as AddressInfo;
    url = `http://localhost:${port}/hook`;
    world = await openWorld({ settings: { OUTBOUND_ALLOW: `localhost:${port}` } });
    place = await world.app.setUp();
    for (let time = 0; time < 10; time++) {
      const client = world.app.client({ ip: '203.0.113.7' });
      const begun = await client.post('/api/v1/flows', { kind: 'sign-in', identifier: `nobody-${time}@urs.example` });
      await client.post(`/api/v1/flows/${begun.json().id}/password`, { password: 'not the password of anybody' });
    }
    await eventually(async () => (await place.owner.get(alerts())).json().items.length > 0, 20_000);
  });
  afterEach(() => world.endVisits());
  afterAll(async () => {
    await world.close();
    receiver.close();
  });

  it('an alert leads from the overview to its sign-ins, and is acknowledged with a note', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const { button } = createConsole(visit);
    await page.goto('/console/overview');
    await page.getByRole('link', { name: t('overview.attention.alerts.action') }).click();
    const alert = page.getByRole('listitem').filter({ hasText: t('alerts.rule.many-accounts') });
    await alert.getByText('203.0.113.7', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
    await alert.getByRole('link', { name: t('alerts.go.log') }).click();
    await expect.poll(() => page.url()).toContain('ip=203.0.113.7');

    await alert.getByRole('button', { name: t('alerts.acknowledge') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('textarea').fill('Blocked in front of the server.');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: t('alerts.acknowledge') }).click();
    await page.getByText(t('alerts.none')).waitFor();
    await button('alerts.show-acknowledged').click();
    await page.getByText('Blocked in front of the server.').waitFor();
  });

  it('a webhook shows its secret once, and what the other side answers', async () => {
    const visit = await world.visitAs(place.owner);
    const { page, t } = visit;
    const { button, enter, field } = createConsole(visit);
    await page.goto('/console');
    await enter('console.webhook.title');
    await field('url').fill(url);
    await button('common.action.save').click();
    const secret = await page.locator('code').innerText();
    expect(secret).toMatch(/^whsec_/);
    await button('webhook.test').click();
    await page.getByText(t('webhook.state.delivered')).waitFor();
    expect(received).toHaveLength(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 320)).toBe(0);
    await enter('console.settings.title');
    await enter('console.webhook.title');
    await field('url').waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
  });
});
