import { eventually } from '../server/test/eventually.ts';
import type { World } from './world.ts';

/**
 * What the newest message to an address says, read at /outbox as somebody does who has no mail server: the list, newest
 * first, then the message. `pattern`: its first group is the answer. Needs `keepTexts` for numbers.
 */
export async function newestInOutbox(world: World, address: string, pattern: RegExp): Promise<string> {
  const { page, context } = await world.visit();
  const shown = address.replaceAll(' ', '');
  let found: string | undefined;
  await eventually(async () => {
    await page.goto('/outbox');
    const links = await page.locator('.cards li').filter({ hasText: shown }).locator('a').all();
    const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
    for (const path of paths) {
      await page.goto(path ?? '');
      found = pattern.exec(await page.locator('blockquote').innerText())?.[1];
      if (found !== undefined) return true;
    }
    return false;
  });
  await context.close();
  return found ?? '';
}
