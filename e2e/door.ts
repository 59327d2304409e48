import type { Locator } from 'playwright-core';
import type { Visit } from './visit.ts';
import { PASSWORD, type World } from './world.ts';

/** The pages of the road that an invited company takes, in their order. */
export const DOOR_PAGES = ['accept', 'code', 'set-password', 'terms', 'company', 'welcome'] as const;
export type DoorPage = (typeof DOOR_PAGES)[number];

/** Numbers of 統一編號 with a right and a wrong check digit. */
export const NUMBER = '24536806';
export const WRONG_NUMBER = '24536807';

/** What somebody does at the door: finds controls by the words of their own language. */
export type Door = ReturnType<typeof createDoor>;

export function createDoor(world: World, visit: Visit, address: string, company = { country: 'TW', number: NUMBER }) {
  const { page, t } = visit;
  const button = (key: string): Locator => page.getByRole('button', { name: t(key), exact: true });
  const heading = () => page.locator('h1');
  /** What a page is known by, and what is done on it. */
  const pages: Record<DoorPage, { mark: () => Locator; pass: () => Promise<void> }> = {
    accept: {
      mark: () => button('common.action.accept-invitation'),
      pass: () => button('common.action.accept-invitation').click(),
    },
    code: {
      mark: () => page.locator('#code'),
      pass: async () => {
        await page.locator('#code').fill(await world.codeTo(address));
        await button('common.action.continue').click();
      },
    },
    'set-password': {
      mark: () => page.locator('#password'),
      pass: async () => {
        await page.locator('#password').fill(PASSWORD);
        await button('door.set-password.submit').click();
      },
    },
    terms: { mark: () => button('common.action.agree'), pass: () => button('common.action.agree').click() },
    company: {
      mark: () => page.locator('#create-company'),
      pass: async () => {
        await page.locator('#name').fill('URS Machining');
        await page.locator('#country').selectOption(company.country);
        await page.locator('#registrationNumber').fill(company.number);
        await button('common.action.create-company').click();
      },
    },
    welcome: { mark: () => page.getByRole('heading', { name: t('door.welcome.first') }), pass: async () => {} },
  };
  const door = {
    button,
    heading,
    /** Follows the newest link of the mail, as typed into the address bar. */
    open: async () => {
      await page.goto(await world.linkTo(address));
    },
    /** Waits until this page is the one that is shown. */
    at: (name: DoorPage) =>
      pages[name]
        .mark()
        .waitFor()
        .catch(async (error: unknown) => {
          throw new Error(`This is not the page ${name} but: ${await page.locator('body').innerText()}`, {
            cause: error,
          });
        }),
    pass: (name: DoorPage) => pages[name].pass(),
    /** Goes on to the page `until`, and looks at each on the way; `until` itself is looked at and left alone. */
    walk: async (
      until: DoorPage,
      look: (name: DoorPage) => Promise<void> = async () => {},
      from: DoorPage = 'accept',
    ) => {
      for (const name of DOOR_PAGES.slice(DOOR_PAGES.indexOf(from), DOOR_PAGES.indexOf(until) + 1)) {
        await door.at(name);
        await look(name);
        if (name !== until) await door.pass(name);
      }
    },
    /** The error code that a page shows small, for support. */
    code: () => page.locator('p.code, div.code p:last-child span').first().innerText(),
    focused: () => page.evaluate('document.activeElement?.id ?? ""'),
  };
  return door;
}
