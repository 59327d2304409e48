import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Locale } from '@gatehouse/contract/locales';
import type { Browser } from 'playwright-core';
import { prepareSetup } from '../server/src/features/organizations/index.ts';
import { createTestApp, PASSWORD, type TestApp } from '../server/test/app.ts';
import { launchBrowser } from '../server/test/browser.ts';
import { eventually } from '../server/test/eventually.ts';
import { type MailServer, startMailServer } from '../server/test/mail-server.ts';
import { openVisit, type Visit, type VisitOptions } from './visit.ts';

export { PASSWORD };

export type Mail = { readonly subject: string; readonly text: string; readonly html: string };

/** The whole product on a port of its own, with its own database, mail and browser. */
export type World = {
  readonly origin: string;
  readonly app: TestApp;
  /** A new browser profile: its own cookies, one page. */
  visit(options?: VisitOptions): Promise<Visit>;
  /** A new browser profile of somebody who is signed in already. */
  visitAs(who: { cookies: ReadonlyMap<string, string> }, options?: VisitOptions): Promise<Visit>;
  /** The one-time address that a terminal shows at the first start. */
  setupLink(): Promise<string>;
  /** Everything that was sent to an address, oldest first, once nothing more is owed to it. */
  mailsTo(address: string): Promise<Mail[]>;
  /** The newest invitation link that was mailed to an address. */
  linkTo(address: string): Promise<string>;
  /** The newest six digits that were mailed to an address. */
  codeTo(address: string): Promise<string>;
  /** Closes every visit. @throws Error where a page failed, ran against its policy or asked another server. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
};

/**
 * `mail`: over a real SMTP connection, or kept and shown at /outbox. `host`: passkeys belong to a name, never to an IP
 * address.
 */
export async function openWorld({
  mail = 'outbox',
  host = '127.0.0.1',
  settings = {},
  keepTexts = false,
}: {
  mail?: 'outbox' | 'smtp';
  host?: '127.0.0.1' | 'localhost';
  settings?: Readonly<Record<string, string>>;
  /** Text messages are shown at /outbox too. */
  keepTexts?: boolean;
} = {}): Promise<World> {
  needBuiltFiles();
  const mailServer = mail === 'smtp' ? await startMailServer() : null;
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const environment: Record<string, string> = {
    GATEHOUSE_URL: origin,
    MAIL_FROM: 'no-reply@gate.example',
    ...settings,
  };
  if (mailServer) environment.SMTP_URL = mailServer.url;
  const [app, browser] = await Promise.all([
    createTestApp({ environment, realMail: true, keepTexts }),
    launchBrowser(),
  ]);
  await app.http.listen({ host: '127.0.0.1', port });
  app.worker.start();
  return createWorld({ app, browser, origin, mailServer });
}

type Parts = { app: TestApp; browser: Browser; origin: string; mailServer: MailServer | null };

function createWorld({ app, browser, origin, mailServer }: Parts): World {
  let visits: Visit[] = [];
  const world: World = {
    origin,
    app,
    visit: async (options = {}) => {
      const visit = await openVisit(browser, origin, options);
      visits.push(visit);
      return visit;
    },
    visitAs: async ({ cookies }, options) => {
      const visit = await world.visit(options);
      await visit.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin })));
      return visit;
    },
    setupLink: async () => `${origin}/setup?token=${await prepareSetup(app.services, null)}`,
    mailsTo: async (address) => {
      await eventually(async () => !(await isOwed(app, address)));
      return mailServer ? arrivedAt(mailServer, address) : keptFor(app, address);
    },
    linkTo: async (address) =>
      newest(await world.mailsTo(address), ({ text }) => /https?:\S+\/i\/[\w-]{43}/.exec(text)),
    codeTo: async (address) => newest(await world.mailsTo(address), ({ subject }) => /\b\d{6}\b/.exec(subject)),
    endVisits: async () => {
      const ended = visits;
      visits = [];
      for (const visit of ended) await visit.context.close();
      const faults = ended.flatMap((visit) => visit.faults);
      if (faults.length > 0) throw new Error(`The pages had faults:\n${faults.join('\n')}`);
    },
    close: async () => {
      await browser.close();
      await app.close();
      await mailServer?.close();
    },
  };
  return world;
}

function newest(mails: readonly Mail[], find: (mail: Mail) => RegExpExecArray | null): string {
  const found = mails.map(find).findLast((match) => match !== null);
  if (!found) throw new Error(`There is no such mail among: ${mails.map(({ subject }) => subject).join(' | ')}`);
  return found[0];
}

async function isOwed(app: TestApp, address: string): Promise<boolean> {
  const sql = `select exists(select from messages where to_address = $1 and state in ('queued', 'sending')) as owed`;
  return (await app.services.database.pool.query(sql, [address])).rows[0].owed;
}

function arrivedAt(server: MailServer, address: string): Mail[] {
  const mails = server.mails.filter(({ recipients }) => recipients.includes(address));
  return mails.map(({ subject = '', text = '', html = '' }) => ({ subject, text, html }));
}

async function keptFor(app: TestApp, address: string): Promise<Mail[]> {
  const kept = (await app.services.notifications.listOutbox()).filter(({ to }) => to.address === address).reverse();
  return kept.flatMap(({ mail }) => (mail ? [mail] : []));
}

/** Free at this moment: the address must be known before the server that listens there is made. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function needBuiltFiles(): void {
  const folder = path.join(import.meta.dirname, '../web/dist');
  const missing = ['door-assets.json', 'app/index.html'].filter((file) => !existsSync(path.join(folder, file)));
  if (missing.length > 0)
    throw new Error('The pages are not built: run the journeys by "npm test" or "npm run build".');
}

/** Name of the organization that `setUp` makes, by the language of a journey: something of its own script. */
export const HOSTS: Readonly<Record<Locale, string>> = {
  en: 'Northwind Machines',
  'zh-TW': '北風機械股份有限公司',
  'zh-CN': '北风机械有限公司',
  pl: 'Maszyny Północ',
  ru: 'Северные машины',
};
