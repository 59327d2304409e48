import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConsole } from './console.ts';
import { createDoor } from './door.ts';
import { invite, type Place } from './people.ts';
import type { Visit } from './visit.ts';
import { openWorld, type World } from './world.ts';

const WILLY = 'willy@urs.example';
const NAME = '<img src=x onerror=alert(1)>';
const NOTE = `"'><script>alert(2)</script><b>bold</b> \u202Etxet\u202C {name} \${7*7}`;
const COMPANY = `</option><svg onload=alert(3)> O'Brien & "Sons"`;
const REVERSED = 'Willy \u202Egnp.exe';

/** What the texts would have become, had anybody taken them for HTML. */
const MADE_OF_THEM = 'img[src="x"], svg[onload], main b, main script, [onerror]';

describe('names, notes and company names that try to be HTML', () => {
  let world: World;
  let place: Place;
  let owner: Visit;
  let willy: Visit;
  beforeAll(async () => {
    world = await openWorld();
    place = await world.app.setUp({ organization: `<i onclick=alert(4)>Nord & "Süd"</i>`, name: '<u>Olga</u>' });
    await invite(world, place, WILLY, { name: NAME, note: NOTE, company: { name: COMPANY } });
    owner = await world.visitAs(place.owner);
    willy = await world.visit();
  });
  afterEach(async () => {
    for (const { page } of [owner, willy]) expect(await page.locator(MADE_OF_THEM).count()).toBe(0);
  });
  afterAll(async () => {
    await world.endVisits(); // no dialog was opened, no policy was needed
    await world.close();
  });

  /** All of these stand on the page, letter by letter. */
  const reads = async ({ page }: Visit, ...texts: string[]) => {
    for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor();
  };

  it('stand in the mail as they were typed, in the text and in the HTML', async () => {
    const { page } = willy;
    await page.goto('/outbox');
    await page.locator('ul.cards a').first().click();
    await reads(willy, NAME, '<u>Olga</u>', '<script>alert(2)</script><b>bold</b>');
    await page.locator('summary', { hasText: willy.t('outbox.html') }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('<script>alert(2)</script><b>bold</b>').waitFor();
    await frame.getByText(NAME).first().waitFor();
    expect(await frame.locator('img[src="x"], script, [onerror], [onclick]').count()).toBe(0);
  });

  it('stand at the door as they were typed', async () => {
    const door = createDoor(world, willy, WILLY);
    await door.open();
    await door.at('accept');
    await reads(willy, '<script>alert(2)</script><b>bold</b>', '<u>Olga</u>');
    await door.walk('company');
    expect(await willy.page.locator('#name').inputValue()).toBe(COMPANY);
    await willy.page.locator('#country').selectOption('PL');
    await willy.page.locator('#registrationNumber').fill('5260250274');
    await door.button('common.action.create-company').click();
    await door.at('welcome');
    await reads(willy, COMPANY, NAME);
  });

  it('stand in the portal and in the console as they were typed', async () => {
    await willy.page.goto('/portal');
    await reads(willy, NAME, COMPANY);
    const admin = createConsole(owner);
    const { page } = owner;
    await page.goto('/console/invitations');
    await reads(owner, NAME, COMPANY);
    await page.getByRole('link', { name: NAME, exact: true }).click();
    await admin.heading(NAME).waitFor();
    await reads(owner, '<script>alert(2)</script><b>bold</b>', COMPANY);
    await admin.enter('console.companies.title');
    await reads(owner, COMPANY, NAME);
    await admin.enter('console.people.title');
    await reads(owner, '<u>Olga</u>');
    await admin.enter('console.sign-ins.title');
    await reads(owner, '<u>Olga</u>');
  });

  it('a name that turns the direction of what follows is refused in words', async () => {
    const admin = createConsole(owner);
    await admin.enter('console.invitations.title');
    await admin.link('console.invitations.new').first().click();
    await admin.fill({ 'to.email': 'rtl@urs.example', name: REVERSED });
    await admin.button('console.invite.send').click();
    await owner.page.getByRole('alert').getByText(owner.t('TEXT-INVALID')).waitFor();
    expect(await admin.field('name').inputValue()).toBe(REVERSED);
  });
});
