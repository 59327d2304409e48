import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults, sidewaysScroll } from './looks.ts';
import { join, type Place } from './people.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

describe('a user name', () => {
  let world: World;
  let place: Place;
  beforeAll(async () => {
    world = await openWorld({ host: 'localhost' });
    place = await world.app.setUp();
  });
  afterAll(() => world.close());

  it('is given on the record, and signs in with the short name of the company behind it', async () => {
    await join(world, place, 'willy@northwind.example', { name: 'Willy Wu' });
    const { memberships } = (await place.owner.get('/api/v1/session')).json();
    const { slug } = memberships[0].organization;
    const members = `/api/v1/organizations/${place.org}/members`;
    const { items } = (await place.owner.get(members)).json();
    const [self, willy] = ['Olga Owner', 'Willy Wu'].map((name) =>
      items.find((each: { name: string }) => each.name === name),
    );
    await place.owner.patch(`${members}/${self.id}`, { username: 'olga' });
    await place.owner.patch('/api/v1/session', { locale: 'pl' });
    const { page, t } = await world.visitAs(place.owner, { locale: 'pl', width: 360, colorScheme: 'dark' });
    await page.goto(`/console/${slug}/people/${willy.id}`);
    await page.getByRole('button', { name: t('people.username.button') }).click();
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: t('common.action.save') });
    const field = dialog.getByLabel(t('people.identifier.username'));
    for (const [typed, said] of [
      ['1234', 'USERNAME-INVALID'],
      ['Olga', 'USERNAME-TAKEN'],
    ] as const) {
      await field.fill(typed);
      await save.click();
      await dialog.getByText(t(said)).first().waitFor();
      expect(await field.inputValue()).toBe(typed);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
    await field.fill('Willy.Wu');
    await save.click();
    await page.getByText(`Willy.Wu@${slug}`, { exact: true }).waitFor();
    expect(await sidewaysScroll(page, 360)).toBe(0);

    const door = await world.visit({ locale: 'pl', width: 360, script: false });
    await door.page.goto('/sign-in');
    await door.page.fill('#identifier', 'willy.wu');
    await door.page.keyboard.press('Enter');
    await door.page.getByText(door.t('ORG-SHORT-NAME')).first().waitFor();
    expect(await door.page.inputValue('#identifier')).toBe('willy.wu');
    await door.page.fill('#identifier', `willy.wu@${slug}`);
    await door.page.keyboard.press('Enter');
    await door.page.fill('#password', PASSWORD);
    await door.page.keyboard.press('Enter');
    await door.page.waitForURL(/\/(portal|welcome|console)/);
  });
});
