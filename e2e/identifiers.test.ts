import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import type { Place } from './people.ts';
import { openWorld, type World } from './world.ts';

const OWNER = 'owner@northwind.example';
const NEW = 'olga.new@northwind.example';

describe('my addresses', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterEach(() => world.endVisits());
  afterAll(() => world.close());

  it('one is changed with a code; whoever had the former one takes it back', async () => {
    await place.owner.patch('/api/v1/session', { locale: 'zh-TW' });
    const { page, t } = await world.visitAs(place.owner, { locale: 'zh-TW', width: 360 });
    const shot = async (name: string) => {
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/ids-${name}.png`, fullPage: true });
    };
    await page.goto('/portal/profile');
    await page.getByText(t('security.identifiers.last')).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await shot('profile');
    await page.getByRole('button', { name: t('security.identifiers.change-one', { address: OWNER }) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('security.identifiers.field')).fill(NEW);
    expect(await accessibilityFaults(page)).toEqual([]);
    await shot('change');
    await dialog.getByRole('button', { name: t('security.identifiers.send') }).click();
    const code = page.getByLabel(t('security.identifiers.code'), { exact: true });
    await code.fill('000000');
    await shot('code');
    await page.getByRole('button', { name: t('security.identifiers.confirm') }).click();
    await page.getByText(t('CODE-WRONG', { left: 4 })).waitFor();
    await code.fill(await world.codeTo(NEW));
    await page.getByRole('button', { name: t('security.identifiers.confirm') }).click();
    await page.getByText(t('security.identifiers.done')).waitFor();
    await page.getByText(NEW).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysScroll(page, 360)).toBe(0);
    await shot('done');
    const texts = (await world.mailsTo(OWNER)).map(({ text }) => /\/undo\/[2-9A-Z]{10}\b/.exec(text)?.[0] ?? '');
    const link = texts.find((text) => text !== '') ?? '';
    const former = await world.visit({ locale: 'pl', width: 360 });
    await former.page.goto(link);
    expect(await accessibilityFaults(former.page)).toEqual([]);
    if (process.env.SHOTS) await former.page.screenshot({ path: `${process.env.SHOTS}/ids-undo.png` });
    await former.page.getByRole('button', { name: former.t('door.undo.press') }).click();
    await former.page.getByRole('heading', { name: former.t('door.undo.done') }).waitFor();
    await page.goto('/portal/profile');
    await page.waitForURL(/sign-in/);
  });
});
