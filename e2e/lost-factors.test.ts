import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../server/src/kernel/clock.ts';
import { appCode } from '../server/test/authenticator-app.ts';
import { must } from '../server/test/person.ts';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { join, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const MIA = 'mia@northwind.example';
const QUEUE = '/console/northwind-machines/queue';

describe('somebody has lost every second step', () => {
  let world: World;
  let place: Place;
  let shot = 0;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  const picture = async ({ page }: Visit) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/lost-${shot++}.png`, fullPage: true });
  };

  async function toSecondStep({ page, t }: Visit): Promise<void> {
    await page.goto('/sign-in');
    await page.locator('#identifier').fill(MIA);
    await page.getByRole('button', { name: t('common.action.continue') }).click();
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#main-form button.primary').click();
    await page.getByRole('heading', { name: t('door.second-factor.heading') }).waitFor();
  }

  it('asks at the door; an owner approves in the queue; a day later they go on without', async () => {
    const { app } = world;
    const person = await join(world, place, MIA, { name: 'Mia Moor' });
    const { secret } = (await must(person.post('/api/v1/session/factors/totp', {}), 200)).body;
    const code = appCode(app, secret);
    await must(person.post('/api/v1/session/factors/totp/confirm', { code }), 200);

    const mia = await world.visit({ locale: 'zh-TW', width: 360 });
    await toSecondStep(mia);
    await mia.page.getByText(mia.t('door.second-factor.lost')).click();
    await mia.page.locator('#note').fill('手機掉進河裡');
    expect(await accessibilityFaults(mia.page)).toEqual([]);
    expect(await sidewaysScroll(mia.page, 320)).toBe(0);
    await picture(mia);
    await mia.page.getByRole('button', { name: mia.t('door.second-factor.ask') }).click();
    await mia.page.locator('[role=status]').waitFor();
    await picture(mia);
    const notices = await world.mailsTo(MIA);
    expect(notices.some(({ text }) => text.includes('/stop/'))).toBe(true);

    const owner = await world.visitAs(place.owner, { width: 1280 });
    await owner.page.goto(QUEUE);
    await owner.page.getByText('手機掉進河裡').waitFor();
    expect(await accessibilityFaults(owner.page)).toEqual([]);
    await picture(owner);
    await owner.page.getByRole('button', { name: owner.t('common.action.approve') }).click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByLabel(owner.t('queue.recovery.approve.reason')).fill('Called back on the number that we know');
    expect(await accessibilityFaults(owner.page)).toEqual([]);
    await picture(owner);
    await dialog.getByRole('button', { name: owner.t('common.action.approve') }).click();
    await owner.page.getByText(owner.t('queue.recovery.approved')).waitFor();

    app.clock.advance(DAY + MINUTE);
    await toSecondStep(mia);
    await picture(mia);
    await mia.page.getByRole('button', { name: mia.t('door.second-factor.finish') }).click();
    await mia.page.waitForURL(/\/portal/);
  });
});
