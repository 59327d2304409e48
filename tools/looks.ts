import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { BrowserContext, Page } from 'playwright-core';
import { PASSWORD } from '../demo/cast.ts';
import { type Translate, translator } from '../server/src/platform/i18n/translate.ts';
import { launchBrowser } from '../server/test/browser.ts';

/*
 * Pictures of every page of console and portal, for people to look at (`index.html`), with a list of what a program can see:
 *   npm run demo
 *   npx tsx --tsconfig server/tsconfig.json tools/looks.ts <folder> [origin] [language,...] [scene,...] [width,...]
 */
const [folder, origin = 'http://localhost:3000', languages = LOCALES.join(), only = '', widths = '1280,360'] =
  process.argv.slice(2);
if (!folder) throw new Error('Say which folder to write to.');

const ADMINISTRATOR = 'marta@meridian.example';
const SUPPORT = 'beata@meridian.example';
const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
/** Both colour schemes are looked at in this language: the rules are the same in all. */
const BOTH_SCHEMES = 'zh-TW';
/** Longer pages are cut: what is below looks like what is above. */
const TALLEST = 2200;

type Look = { readonly page: Page; readonly t: Translate };
type Scene = {
  readonly path: string;
  readonly as?: typeof SUPPORT;
  readonly act?: (look: Look) => Promise<unknown>;
};

/** Its heading is there, and nothing on it is still to come. */
const settle = async (page: Page) => {
  await page.locator('h1').first().waitFor();
  for (const coming of ['[aria-busy="true"]', '.appear-late']) {
    await page.locator(coming).first().waitFor({ state: 'detached' });
  }
  await page.waitForTimeout(250);
};
const button = ({ page, t }: Look, key: string, params: Record<string, string> = {}) =>
  page.getByRole('button', { name: t(key, params), exact: true }).first();
const press =
  (...keys: readonly string[]) =>
  async (look: Look) => {
    for (const key of keys) await button(look, key).click();
  };
const keys =
  (typed: string) =>
  async ({ page }: Look) => {
    await page.getByRole('checkbox').nth(1).waitFor();
    for (const key of typed.split(' ')) await page.keyboard.press(key);
  };
/** The first link of a list, then whatever is to be pressed there. */
const first =
  (part: string, ...pressed: readonly string[]) =>
  async (look: Look) => {
    await look.page.locator(`a[href*="/${part}/"]:not([href$="/new"])`).first().click();
    await look.page.waitForURL((url) => url.pathname.includes(`/${part}/`));
    await settle(look.page);
    await press(...pressed)(look);
  };
const tabOf = (tab: string) => async (look: Look) => {
  await first('people')(look);
  await look.page.goto(`${new URL(look.page.url()).pathname}?tab=${tab}`);
};
const resetPassword = async (look: Look) => {
  await tabOf('sign-in')(look);
  await press('people.password.reset')(look);
};
const held = async ({ page }: Look) => {
  await page.route('**/held-messages', (route) =>
    route.fulfill({ json: { count: 12, since: new Date().toISOString() } }),
  );
  await page.reload();
};
const diagnose =
  (typed: string) =>
  async ({ page }: Look) => {
    await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill(typed);
    await page.keyboard.press('Enter');
    await settle(page);
  };
const phone = async (look: Look) => {
  await look.page.locator('[id^="field-"]').first().waitFor();
  await look.page.locator('#field-to-phone').fill('+886 912 345 67');
  await button(look, 'console.invite.send').click();
};

const ROOMS = [
  'overview',
  'invitations',
  'invitations/new',
  'imports',
  'imports/new',
  'queue',
  'companies',
  'people',
  'diagnosis',
  'sign-in-log',
  'audit-log',
  'branding',
  'message-texts',
  'webhook',
  'policies',
  'settings',
];

const SCENES: Readonly<Record<string, Scene>> = {
  ...Object.fromEntries(ROOMS.map((room) => [room.replace('/', '-'), { path: `/console/${room}` }])),
  held: { path: '/console/overview', act: held },
  'invitations-filters': { path: '/console/invitations', act: press('lists.filters') },
  'invitations-views': { path: '/console/invitations', act: press('lists.views.menu') },
  'invitations-selected': { path: '/console/invitations', act: keys('j x j x') },
  'invitations-keys': { path: '/console/invitations', act: keys('?') },
  'invitation-phone': { path: '/console/invitations/new', act: phone },
  invitation: { path: '/console/invitations?state=sent', act: first('invitations') },
  'invitation-revoke': { path: '/console/invitations?state=sent', act: first('invitations', 'common.action.revoke') },
  'invitation-bounced': { path: '/console/invitations?state=bounced', act: first('invitations') },
  import: { path: '/console/imports', act: first('imports') },
  'queue-decided': { path: '/console/queue?tab=decided' },
  'queue-reject': {
    path: '/console/queue',
    act: ({ page, t }) =>
      page
        .getByRole('button', { name: new RegExp(t('queue.reject', { name: '' }).trim()) })
        .first()
        .click(),
  },
  'people-filters': { path: '/console/people', act: press('lists.filters') },
  'people-add': { path: '/console/people', act: press('people.add.button') },
  'people-add-refused': { path: '/console/people', act: press('people.add.button', 'common.action.save') },
  'people-selected': { path: '/console/people', act: keys('j x j x') },
  person: { path: '/console/people', act: first('people') },
  ...Object.fromEntries(
    ['access', 'sign-in', 'devices', 'timeline', 'messages'].map((tab) => [
      `person-${tab}`,
      { path: '/console/people', act: tabOf(tab) },
    ]),
  ),
  'person-reset': { path: '/console/people', act: resetPassword },
  'diagnosis-stuck': { path: '/console/diagnosis', act: diagnose('wang.lei@dongfang.example') },
  'diagnosis-unknown': { path: '/console/diagnosis', act: diagnose('nobody@nowhere.example') },
  'sign-in-log-filters': { path: '/console/sign-in-log', act: press('lists.filters') },
  'audit-log-filters': { path: '/console/audit-log', act: press('lists.filters') },
  palette: { path: '/console/people', act: ({ page }) => page.keyboard.press('Control+k') },
  account: {
    path: '/console/companies',
    act: ({ page }) => page.locator('header button[aria-haspopup]').last().click(),
  },
  nav: {
    path: '/console/companies',
    act: async (look) => {
      const drawer = button(look, 'portal.nav.open');
      if (await drawer.isVisible()) await drawer.click();
    },
  },
  portal: { path: '/portal' },
  profile: { path: '/portal/profile' },
  'profile-add': { path: '/portal/profile', act: press('security.identifiers.add') },
  security: { path: '/portal/security' },
  'security-app': { path: '/portal/security', act: press('security.app.add') },
  data: { path: '/portal/data' },
  devices: { path: '/portal/devices' },
  'no-such': { path: '/console/meridian-machine-tools/nowhere' },
  ...Object.fromEntries(
    ['overview', 'invitations', 'people', 'queue', 'diagnosis', 'settings', 'webhook'].map((room) => [
      `support-${room}`,
      { path: `/console/${room}`, as: SUPPORT },
    ]),
  ),
  'support-person': { path: '/console/people', as: SUPPORT, act: first('people') },
  'support-portal': { path: '/portal', as: SUPPORT },
};

/** What a program can see: sideways scroll, text that is cut, keys for texts, lists that scroll inside a page that does. */
const FAULTS = `(() => {
  const seen = (e) => e.checkVisibility() && e.getClientRects().length > 0 && !e.closest('.sr-only');
  const name = (e) => e.tagName.toLowerCase() + ' "' + (e.textContent ?? '').trim().slice(0, 50) + '"';
  const all = [...document.querySelectorAll('body *')].filter(seen);
  const root = document.documentElement;
  const faults = [];
  if (document.scrollingElement.scrollWidth > root.clientWidth) {
    faults.push('page scrolls sideways by ' + (document.scrollingElement.scrollWidth - root.clientWidth));
  }
  for (const e of all) {
    const style = getComputedStyle(e);
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (hides && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && e.tagName !== 'INPUT') {
      faults.push((style.textOverflow === 'ellipsis' ? 'shortened: ' : 'cut: ') + name(e));
    }
    if (/auto|scroll/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1) faults.push('scrolls inside: ' + name(e));
    const own = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join(' ');
    if (/^[a-z]+(\\.[a-z-]+){2,}$/.test(own)) faults.push('key: ' + own);
    const box = e.getBoundingClientRect();
    if (own && box.right > root.clientWidth + 1 && !e.closest('[data-scrolls], table')) faults.push('beyond the edge: ' + name(e));
    if (e.matches('button, th, .button') && own && box.height > 70) faults.push('tall: ' + name(e));
  }
  return [...new Set(faults)].slice(0, 12);
})()`;

async function signIn(context: BrowserContext, identifier: string, locale: Locale): Promise<void> {
  const headers = { origin };
  const flow = await context.request.post('/api/v1/flows', { headers, data: { kind: 'sign-in', identifier } });
  const { id } = await flow.json();
  const answer = await context.request.post(`/api/v1/flows/${id}/password`, { headers, data: { password: PASSWORD } });
  if (!answer.ok()) throw new Error(`${identifier} cannot sign in: ${await answer.text()}`);
  await context.request.patch('/api/v1/session', { headers, data: { locale } });
}

/** All pictures that are in the folder, side by side: the same page in every language and size in one row. */
function contactSheet(of: string): string {
  const pictures = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'));
  const rows = Map.groupBy(pictures.sort(), (name) => path.basename(name, '.png'));
  const figure = (name: string) =>
    `<figure><img src="${name}" loading="lazy"><figcaption>${path.dirname(name)}</figcaption></figure>`;
  const row = ([name, of]: [string, string[]]) => `<h2>${name}</h2><div>${of.map(figure).join('')}</div>`;
  const style = 'div{display:flex;gap:8px;overflow-x:auto;align-items:start}figure{margin:0}img{height:560px}';
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${[...rows].map(row).join('')}`;
}

const browser = await launchBrowser();
const found: string[] = [];
for (const locale of languages.split(',') as Locale[]) {
  for (const who of [ADMINISTRATOR, SUPPORT]) {
    const scenes = Object.entries(SCENES).filter(
      ([name, { as = ADMINISTRATOR }]) => as === who && (only === '' || only.split(',').includes(name)),
    );
    if (scenes.length === 0) continue;
    const context = await browser.newContext({ baseURL: origin, locale, reducedMotion: 'reduce' });
    context.setDefaultTimeout(6000);
    await signIn(context, who, locale);
    for (const [name, scene] of scenes) await take(context, locale, name, scene);
    await context.close();
  }
}
await browser.close();
writeFileSync(path.join(folder, 'index.html'), contactSheet(folder));
writeFileSync(path.join(folder, `faults-${languages}.txt`), `${found.join('\n')}\n`);

/** One scene in every size and scheme; what it needed to be pressed is pressed again in each size. */
async function take(context: BrowserContext, locale: Locale, name: string, scene: Scene): Promise<void> {
  for (const size of SIZES.filter(({ width }) => widths.split(',').includes(String(width)))) {
    const page = await context.newPage();
    const at = `${locale} ${size.width} ${name}`;
    try {
      await page.setViewportSize(size);
      await page.goto(scene.path);
      await settle(page);
      await scene.act?.({ page, t: translator(locale) });
      await settle(page);
    } catch (error) {
      process.stderr.write(`${at}: ${error}\n`);
      found.push(`${at}: could not be shown: ${String(error).split('\n')[0]}`);
    }
    const faults = (await page.evaluate(FAULTS)) as string[];
    found.push(...faults.map((fault) => `${at}: ${fault}`));
    const full = Number(await page.evaluate('document.documentElement.scrollHeight'));
    const clip = { x: 0, y: 0, width: size.width, height: Math.max(size.height, Math.min(full, TALLEST)) };
    for (const colorScheme of locale === BOTH_SCHEMES ? SCHEMES : ['light' as const]) {
      await page.emulateMedia({ colorScheme });
      const target = path.join(folder as string, locale, `${size.width}-${colorScheme}`);
      mkdirSync(target, { recursive: true });
      await page.screenshot({ path: path.join(target, `${name}.png`), fullPage: true, clip, timeout: 60_000 });
    }
    await page.close();
  }
}
