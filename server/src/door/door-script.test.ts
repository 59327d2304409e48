import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DoorBrowser, openDoorBrowser, type Visit } from '../../test/door-browser.ts';

const CHECK = '**/check-company';

let door: DoorBrowser;

beforeAll(async () => {
  door = await openDoorBrowser();
});

afterEach(() => door.closePages());
afterAll(() => door.close());

const visit = (...asked: Parameters<DoorBrowser['visit']>): Promise<Visit> => door.visit(...asked);

/** What a browser's translation does to a page: every text is put into an element of its own, twice. */
const TRANSLATE = `
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.textContent.trim()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement('font');
    font.append(document.createElement('font'));
    font.firstElementChild.append('~' + text.textContent);
    text.replaceWith(font);
  }`;

const button = (page: Page) => page.locator('#create-company');
const panel = (page: Page) => page.locator('#what-is-left');
const isGrey = async (page: Page) => (await button(page).getAttribute('aria-disabled')) === 'true';
const focusedId = (page: Page) => page.evaluate('document.activeElement?.id');

describe('CREATE COMPANY in a browser', () => {
  it('turns grey when the number is cut, says why, and orange when it is mended', async () => {
    const { page, faults } = await visit('company');
    expect(await isGrey(page)).toBe(false);
    await page.fill('#registrationNumber', '1234568');
    await page.locator('#registrationNumber').blur();
    await expect.poll(() => isGrey(page)).toBe(true);
    expect(await panel(page).textContent()).toContain('1 thing left before you can create the company:');
    expect(await page.locator('#registrationNumber-error').textContent()).toBe(
      'This number needs 8 characters and has 7.',
    );
    expect(await page.getAttribute('#registrationNumber', 'aria-invalid')).toBe('true');
    await page.fill('#registrationNumber', '1234 5681');
    await expect.poll(() => isGrey(page)).toBe(false); // by the pause alone, without leaving the field
    expect(await panel(page).textContent()).toContain('All set. You can create the company.');
    expect(await page.locator('#registrationNumber-error').isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  it('pressed while grey sends nothing and moves the focus to the list at the top, whose links lead to the fields', async () => {
    const { page, sent } = await visit('company-grey');
    await page.fill('#name', '');
    await button(page).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedId(page)).toBe('error-summary');
    const links = page.locator('#error-summary a');
    expect(await links.allInnerTexts()).toEqual([
      'Fill in: Company name',
      'Unified business number (統一編號): This number needs 8 characters and has 7.',
    ]);
    expect(await page.title()).toBe('Error: Check your company’s details · Formosa Machine Tools');
    await links.first().click();
    await expect.poll(() => focusedId(page)).toBe('name');
    expect(sent).toEqual([]);
  });

  it('pressed twice while orange is sent once', async () => {
    const { page, sent } = await visit('company');
    await page.route('**/flow/**', async (route) => {
      sent.push({ path: new URL(route.request().url()).pathname, body: new URLSearchParams() });
      await route.fulfill({ status: 204 }); // the page stays as it is
    });
    const press = "document.getElementById('create-company').click();";
    await page.evaluate(press + press);
    await expect.poll(() => sent.length).toBe(1);
    expect(await button(page).textContent()).toBe('Creating company…');
    expect(await button(page).getAttribute('aria-busy')).toBe('true');
    expect(sent.map(({ path: where }) => where)).toEqual(['/flow/flw_7KQ2MX/company']);
  });

  it('asks for the number of the country that is chosen', async () => {
    const { page } = await visit('company');
    await page.selectOption('#country', 'PL');
    expect(await page.locator('label[for=registrationNumber]').textContent()).toBe('Tax number (NIP)');
    expect(await page.locator('#registrationNumber-hint').textContent()).toBe('10 digits');
    await expect.poll(() => isGrey(page)).toBe(true);
    await page.fill('#registrationNumber', 'PL 123-456-78-19');
    await expect.poll(() => isGrey(page)).toBe(false);
    expect(await page.locator('[data-field=registrationNumber] .source').isVisible()).toBe(false);
    expect(await page.locator('[data-field=name] .source').isVisible()).toBe(true);
  });

  it('shows a company that is here already, and is orange again with a reason', async () => {
    const { page, sent } = await visit('company');
    await page.route(CHECK, (route) =>
      route.fulfill({ json: { duplicate: { name: 'URS $& Old' }, similar: ['A', 'B'] } }),
    );
    await page.selectOption('#country', 'US');
    await expect.poll(() => page.locator('#duplicate').isVisible()).toBe(true);
    expect(await page.locator('#duplicate legend').textContent()).toBe('URS $& Old already uses Machine Room');
    expect(await page.locator('#similar').textContent()).toContain('A and B');
    await expect.poll(() => isGrey(page)).toBe(true);
    await page.locator('#duplicate summary').click();
    await page.fill('#differentCompanyReason', 'A branch of its own');
    await expect.poll(() => isGrey(page)).toBe(false);
    await page.locator('#join-company').click();
    await expect.poll(() => sent.map(({ path: where }) => where)).toEqual(['/flow/flw_7KQ2MX/join-company']);
  });

  it('is not held up by a register that never answers, nor by one that fails', async () => {
    for (const never of [() => undefined, (route: Route) => route.abort()]) {
      const { page } = await visit('company');
      await page.route(CHECK, never);
      const asked = page.waitForRequest(CHECK);
      await page.selectOption('#country', 'US');
      await asked;
      expect(await isGrey(page)).toBe(false);
      await expect.poll(() => page.locator('#checking').isVisible(), { timeout: 6000 }).toBe(false);
    }
  });

  it('works on after a browser has translated the page', async () => {
    const { page, faults } = await visit('company-grey');
    await page.evaluate(TRANSLATE);
    await page.fill('#registrationNumber', '12345681');
    await expect.poll(() => isGrey(page)).toBe(false);
    expect(await panel(page).textContent()).toContain('All set.');
    await page.fill('#name', '');
    await button(page).click();
    await expect.poll(() => focusedId(page)).toBe('error-summary');
    expect(faults).toEqual([]);
  });

  it('changes colour without motion for whoever wants none', async () => {
    const { page } = await visit('company', { reducedMotion: 'reduce' });
    expect(await page.evaluate("getComputedStyle(document.getElementById('create-company')).transitionDuration")).toBe(
      '0s',
    );
  });
});

describe('without a script', () => {
  const options = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };

  it('the company is sent whole, also by the Enter key, and never as a change of language', async () => {
    const { page, sent } = await visit('company-grey', options);
    await page.fill('#registrationNumber', '12345681');
    await page.press('#registrationNumber', 'Enter');
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.path).toBe('/flow/flw_7KQ2MX/company');
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({
      name: 'URS Machining Co., Ltd.',
      country: 'TW',
      registrationNumber: '12345681',
      address: '88 Gongye Road, Taichung',
      phone: '',
      timeZone: 'Asia/Taipei',
      locale: 'en',
    });
  });

  it('another language keeps what was typed', async () => {
    const { page, sent } = await visit('sign-in', options);
    await page.fill('#identifier', 'willy@urs');
    await page.locator('.languages summary').click();
    await page.getByRole('button', { name: 'Polski' }).click();
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.path).toBe('/sign-in');
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({
      organization: '',
      returnTo: '/',
      identifier: 'willy@urs',
      lang: 'pl',
    });
  });

  it('the focus goes to what was wrong', async () => {
    const { page } = await visit('code-wrong', options);
    await expect.poll(() => page.locator('#error-summary:focus').count()).toBe(1);
  });
});

describe('the code', () => {
  it('is sent at once when it is pasted, spaces, dashes and full-width digits and all', async () => {
    const { page, sent } = await visit('code');
    await expect.poll(() => page.locator('#resend-time').textContent()).toContain(' in 0:'); // the script is there
    await page.evaluate(`
      const input = document.getElementById('code');
      input.value = '482-１９３ ';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    `);
    await expect.poll(() => sent.length).toBe(1);
    expect(Object.fromEntries(sent[0]?.body ?? [])).toEqual({ code: '482193' });
  });

  it('is never sent while it is typed', async () => {
    const { page, sent } = await visit('code');
    await page.locator('#code').pressSequentially('482193');
    expect(sent).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => sent[0]?.path).toBe('/flow/flw_7KQ2MX/code');
  });

  it('counts down to another one', async () => {
    const { page, faults } = await visit('code');
    expect(await page.locator('#resend-time').textContent()).toMatch(/^You can ask for another code in 0:4\d\.$/);
    await page.locator('#resend button').click({ force: true });
    expect(new URL(page.url()).pathname).toBe('/code');
    expect(faults).toEqual([]);
  });
});

describe('the password', () => {
  it('can be shown, and the rules answer in words while it is typed', async () => {
    const { page } = await visit('set-password');
    await page.fill('#password', 'correct horse battery');
    const rules = page.locator('#password-rules li');
    await expect
      .poll(() => rules.allInnerTexts())
      .toEqual([
        expect.stringContaining('(done)'),
        expect.stringContaining('(done)'),
        expect.stringContaining('(done)'),
      ]);
    expect(await page.locator('#password-status').textContent()).toBe('The password meets all rules.');
    await page.fill('#password', 'willy');
    await expect.poll(() => page.locator('#password-rules .met').count()).toBe(0);
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.getAttribute('#password', 'type')).toBe('text');
    expect(await page.getByRole('button', { name: 'Hide' }).isVisible()).toBe(true);
  });
});
