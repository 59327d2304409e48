import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locale } from '@gatehouse/contract/locales';
import type { BrowserContext, BrowserContextOptions, Page, Route } from 'playwright-core';
import { readStylesheet } from '../src/features/branding/write-stylesheet.ts';
import { launchBrowser } from './browser.ts';
import { buildDoorContext, DOOR_SAMPLES } from './door-samples.ts';
import { buildSvg } from './pictures.ts';

const ORIGIN = 'http://door.test';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'";
const TYPES: Record<string, string> = { css: 'text/css', js: 'text/javascript', woff2: 'font/woff2' };

type Assets = { stylesheet: string; script: string; font: string };
type Sample = { name: string; locale: Locale };

/** A page of the door in a browser. */
export type Visit = {
  page: Page;
  /** Bodies of the forms that were sent, with where they went. */
  sent: { path: string; body: URLSearchParams }[];
  /** Errors of the page's scripts and refusals of its policy. */
  faults: string[];
};

/** The built pages in a real browser, under the policy that the server sends; every request is answered here. */
export type DoorBrowser = {
  /** One sample, loaded with all parts of its script. */
  visit(name: string, options?: BrowserContextOptions, locale?: Locale): Promise<Visit>;
  /** One sample after the other, on the same page. */
  visitEach(
    names: readonly string[],
    options: BrowserContextOptions,
    locale: Locale,
    look: (page: Page, name: string) => Promise<void>,
  ): Promise<void>;
  closePages(): Promise<void>;
  close(): Promise<void>;
};

/** Builds stylesheet and scripts into a folder of their own and starts a browser. */
export async function openDoorBrowser(): Promise<DoorBrowser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-door-'));
  execFileSync(process.execPath, [path.join(import.meta.dirname, '../../web/build-door.mjs'), folder]);
  const { stylesheet, script, font } = JSON.parse(readFileSync(path.join(folder, 'door-assets.json'), 'utf8'));
  const browser = await launchBrowser();
  let contexts: BrowserContext[] = [];

  async function open(options: BrowserContextOptions, sample: Sample): Promise<Visit> {
    const context = await browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    const visit: Visit = { page, sent: [], faults: [] };
    page.on('pageerror', (error) => visit.faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') visit.faults.push(message.text());
    });
    await page.route('**/*', (route) =>
      respond(route, { folder, assets: { stylesheet, script, font }, sample, visit }),
    );
    return visit;
  }

  return {
    visit: async (name, options = {}, locale = 'en') => {
      const visit = await open(options, { name, locale });
      await visit.page.goto(`${ORIGIN}/${name}`, { waitUntil: 'networkidle' });
      return visit;
    },
    visitEach: async (names, options, locale, look) => {
      const sample = { name: '', locale };
      const { page } = await open(options, sample);
      for (const name of names) {
        sample.name = name;
        await page.goto(`${ORIGIN}/${name}`);
        await look(page, name);
      }
    },
    closePages: async () => {
      for (const context of contexts) await context.close();
      contexts = [];
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

type Answering = { folder: string; assets: Assets; sample: Sample; visit: Visit };

/** A form is answered with an empty page, a look-up with "nothing known". */
async function respond(route: Route, { folder, assets, sample, visit }: Answering): Promise<void> {
  const request = route.request();
  const { pathname } = new URL(request.url());
  if (pathname.startsWith('/assets/')) {
    const contentType = TYPES[path.extname(pathname).slice(1)] ?? 'text/plain';
    return route.fulfill({ body: readFileSync(path.join(folder, pathname)), contentType });
  }
  if (pathname.endsWith('.svg')) return route.fulfill({ body: buildSvg(), contentType: 'image/svg+xml' });
  if (pathname.startsWith('/brand/')) {
    const body = readStylesheet(path.basename(pathname))?.css ?? '';
    return route.fulfill({ body, contentType: 'text/css' });
  }
  if (pathname.endsWith('/check-company')) return route.fulfill({ json: { duplicate: null, similar: [] } });
  if (pathname === '/favicon.ico') return route.fulfill({ status: 204 });
  if (request.method() === 'POST') {
    visit.sent.push({ path: pathname, body: new URLSearchParams(request.postData() ?? '') });
    return route.fulfill({ body: '<!doctype html><title>sent</title>', contentType: 'text/html' });
  }
  const body = DOOR_SAMPLES[sample.name]?.(buildDoorContext(sample.locale, { assets })) ?? '';
  return route.fulfill({ body, contentType: 'text/html', headers: { 'content-security-policy': POLICY } });
}
