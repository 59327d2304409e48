import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoorBrowser, openDoorBrowser } from '../../test/door-browser.ts';

/** One page of each look; the longest language, on the smallest screen, needs only the long ones. */
const SHORT = [
  'choose-method',
  'password-wrong',
  'code',
  'set-password-short',
  'terms',
  'waiting',
  'sign-in',
  'server',
];
const LONG = ['accept', 'wrong-account', 'code-wrong', 'company-failed', 'company-duplicate', 'welcome', 'branded'];
const LOOKS = [
  ...LONG,
  ...SHORT,
  'company-grey',
  'stopped-inv-expired',
  'new-link-sent',
  'forgot',
  'link-sent',
  'password-link',
  'accept-added',
  'set-password-first',
  'set-password-due',
  'typed-code',
  'setup',
  'text-help',
];

let door: DoorBrowser;

beforeAll(async () => {
  door = await openDoorBrowser();
});

afterAll(() => door.close());

describe('every page', () => {
  it.each([
    ['en', 'light', 1280, LOOKS],
    ['ru', 'dark', 320, LONG],
  ] as const)(
    'passes axe and fits, in %s, %s, %i px',
    { timeout: 120_000 },
    async (locale, colorScheme, width, names) => {
      const options = { colorScheme, viewport: { width, height: 720 } };
      await door.visitEach(names, options, locale, async (page, name) => {
        await page.evaluate("for (const details of document.querySelectorAll('main details')) details.open = true");
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      });
    },
  );
});
