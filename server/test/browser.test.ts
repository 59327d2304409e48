import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasSystemChromium, launchBrowser } from './browser.ts';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title>
<button type="button" onclick="document.title = 'clicked'">Go</button> <span>WWWW</span>`;

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.close();
});

const choices = (await hasSystemChromium()) ? ['', 'system'] : [''];

describe.each(choices)('browser (GATEHOUSE_TEST_BROWSER=%s)', (choice) => {
  it('runs scripts, has a font, keeps contexts apart, and has a virtual passkey', async () => {
    vi.stubEnv('GATEHOUSE_TEST_BROWSER', choice);
    if (choice === 'system') vi.stubEnv('CHROMIUM_PATH', '');
    const browser = await launchBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(url);
      await page.getByRole('button', { name: 'Go' }).click();
      expect(await page.title()).toBe('clicked');
      expect((await page.getByText('WWWW').boundingBox())?.width).toBeGreaterThan(30); // zero without any font

      const devTools = await page.context().newCDPSession(page);
      await devTools.send('WebAuthn.enable');
      const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, isUserVerified: true },
      });
      expect(authenticatorId).not.toBe('');

      await page.context().close();
      const other = await (await browser.newContext()).newPage();
      await other.goto(url);
      expect(await other.title()).toBe('waiting');
    } finally {
      await browser.close();
    }
  });
});
