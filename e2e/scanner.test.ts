import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { worldOf } from '../server/test/journey.ts';
import { createDoor } from './door.ts';
import { invite } from './people.ts';
import { openWorld, type World } from './world.ts';

const WILLY = 'willy@urs.example';

describe('mail scanners open every link before the person does', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ mail: 'smtp' });
    await invite(world, await world.app.setUp(), WILLY, { name: 'Willy Wu', locale: 'en' });
  });
  afterAll(async () => {
    await world.endVisits();
    await world.close();
  });

  /** Every address of ours in every mail, in the text and in the HTML. */
  async function links(): Promise<string[]> {
    const texts = (await world.mailsTo(WILLY)).map(({ text, html }) => `${text} ${html}`).join(' ');
    return [...new Set(texts.match(new RegExp(`${world.origin}[^\\s"'<>)]*`, 'g')))];
  }

  /** HEAD, GET, then a browser with scripts and no cookies, which follows what the page would fetch ahead. */
  async function scan(link: string): Promise<void> {
    expect((await fetch(link, { method: 'HEAD', redirect: 'manual' })).status).toBeLessThan(400);
    expect((await fetch(link)).status).toBe(200);
    const { page, context } = await world.visit();
    const sent: string[] = [];
    context.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
    });
    await page.goto(link, { waitUntil: 'networkidle' });
    const linked = (await page.evaluate(
      `[...document.querySelectorAll('a[href], link[href]')].map(({ href }) => href)`,
    )) as string[];
    for (const href of new Set(linked.filter((href) => href.startsWith(world.origin)))) await context.request.get(href);
    await page.reload({ waitUntil: 'networkidle' });
    expect(sent).toEqual([]); // no form has sent itself
  }

  it('the database is what it was before, and the person comes in as if nothing had happened', async () => {
    const invited = await links();
    expect(invited.some((link) => link.includes('/i/'))).toBe(true);
    const before = await worldOf(world.app);
    for (const link of invited) await scan(link);
    expect(await worldOf(world.app)).toEqual(before);

    const willy = await world.visit();
    const door = createDoor(world, willy, WILLY);
    await door.open();
    await door.walk('code');
    const halfWay = await links(); // the mail with the code has left
    const half = await worldOf(world.app);
    for (const link of halfWay) await scan(link);
    expect(await worldOf(world.app)).toEqual(half);

    await door.walk('welcome', undefined, 'code');
    const all = await links();
    const inside = await worldOf(world.app);
    expect(all.length).toBeGreaterThan(invited.length);
    for (const link of all) await scan(link);
    expect(await worldOf(world.app)).toEqual(inside);
  });
});
