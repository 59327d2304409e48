import type { Locale } from '@gatehouse/contract/locales';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { type Translate, translator } from '../server/src/platform/i18n/translate.ts';

export type VisitOptions = {
  locale?: Locale;
  width?: number;
  height?: number;
  /** False: as a browser in which scripts are switched off. */
  script?: boolean;
  colorScheme?: 'light' | 'dark';
};

/** Somebody in front of a browser. */
export type Visit = {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly locale: Locale;
  /** The texts of the language that this browser asks for. */
  readonly t: Translate;
  /** What must never happen on a page: errors, dialogs, refusals of the policy, answers 5xx, requests to others. */
  readonly faults: string[];
};

/** A wait of a person's patience, not of a test run's: a page that is later than this is broken. */
const PATIENCE = 10_000;

export async function openVisit(browser: Browser, origin: string, options: VisitOptions): Promise<Visit> {
  const { locale = 'en', width = 1280, height = 800, script = true, colorScheme = 'light' } = options;
  const settings: BrowserContextOptions = {
    locale,
    timezoneId: 'Europe/Warsaw',
    viewport: { width, height },
    hasTouch: width < 640,
    javaScriptEnabled: script,
    colorScheme,
    reducedMotion: 'reduce',
    baseURL: origin,
  };
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  watch(context, origin, faults);
  await context.addInitScript(REPORT_VIOLATIONS);
  return { context, page: await context.newPage(), locale, t: translator(locale), faults };
}

const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.violatedDirective + ' refused ' + event.blockedURI);
})`;

function watch(context: BrowserContext, origin: string, faults: string[]): void {
  const own = (url: string) => url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
  context.on('weberror', (error) => faults.push(`script: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' && !isAnsweredError(message) && !isRefusedCheck(message))
      faults.push(`console: ${message.text()}`);
  });
  context.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    if (!own(request.url())) faults.push(`request to another server: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
  });
}

/** Chromium writes every answer of 4xx to the console; a form that was refused is one of them. */
/** A check that puts its script into every frame: the one of a preview runs none, and that is right. */
function isRefusedCheck(message: ConsoleMessage): boolean {
  return /^Blocked script execution in '[^']*\/preview\//.test(message.text());
}

function isAnsweredError(message: ConsoleMessage): boolean {
  return /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
}
