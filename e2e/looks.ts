import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds, each with the elements it is about; empty is what a page must be. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return faultsBy(page, (axe) => axe.withTags(STANDARDS));
}

/** The same of a page that is light, then dark: of all that axe looks at, only contrast depends on the colours. */
export async function faultsInBothSchemes(page: Page): Promise<string[]> {
  const light = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await faultsBy(page, (axe) => axe.withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((fault) => `dark: ${fault}`)];
}

async function faultsBy(page: Page, rules: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // They are behind an open menu and hand the focus on at once.
    .exclude('[data-base-ui-focus-guard]')
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true);
  const { violations } = await rules(axe).analyze();
  const faults: string[] = [];
  for (const { id, nodes } of violations) {
    const outside = id === 'region' ? await outsideOfMenus(page, nodes) : nodes;
    if (outside.length > 0) faults.push(`${id}: ${outside.map(({ html, target }) => `${target} ${html}`).join(' | ')}`);
  }
  return faults;
}

type Node = { readonly html: string; readonly target: readonly unknown[] };

/** An open menu belongs to its button, wherever in the document it is drawn. */
async function outsideOfMenus(page: Page, nodes: readonly Node[]): Promise<Node[]> {
  const inMenu = await Promise.all(
    nodes.map(({ target }) =>
      page.evaluate(`document.querySelector(${JSON.stringify(target.at(-1))})?.closest('[role=menu]') != null`),
    ),
  );
  return nodes.filter((_, index) => !inMenu[index]);
}

/** How far a page can be scrolled sideways at a width, in pixels; 0 is what it must be. */
export async function sidewaysScroll(page: Page, width: number): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 640 });
  const scroll = await page.evaluate('document.scrollingElement.scrollWidth - document.documentElement.clientWidth');
  if (before) await page.setViewportSize(before);
  return Number(scroll);
}

/** The same with text of twice the size (WCAG 1.4.4), and the controls whose text does not fit them any more. */
export async function faultsAtDoubleText(page: Page): Promise<string[]> {
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  const cut = await page.evaluate(`[...document.querySelectorAll('button, a, input, label, h1')]
    .filter((element) => element.checkVisibility() && element.clientWidth > 1 && element.tagName !== 'INPUT')
    .filter((element) => getComputedStyle(element).overflow !== 'visible' && element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120))`);
  const scroll = await sidewaysScroll(page, 640);
  await page.evaluate(`document.documentElement.style.fontSize = ''`);
  return [...(cut as string[]), ...(scroll > 0 ? [`scrolls sideways by ${scroll}`] : [])];
}

/** What a page says about itself: for one check of all its parts. */
export async function selfOf(
  page: Page,
): Promise<{ lang: string; translate: string; headings: number; title: string }> {
  return (await page.evaluate(`({
    lang: document.documentElement.lang,
    translate: document.documentElement.getAttribute('translate'),
    headings: document.querySelectorAll('h1').length,
    title: document.title,
  })`)) as { lang: string; translate: string; headings: number; title: string };
}

/** Goes on with the Tab key until the control has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor();
  const reached = `document.activeElement?.matches(${JSON.stringify(selector)})`;
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate(reached)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never reaches ${selector}.`);
}

/** A page as it is: sound, nothing beside a telephone; with SHOTS set, pictures of it in that folder. */
export async function lookAt(page: Page, name: string): Promise<void> {
  expect(await accessibilityFaults(page), name).toEqual([]);
  expect(await sidewaysScroll(page, 360), name).toBe(0);
  if (!process.env.SHOTS) return;
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [360, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(400); // colours change gently
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
