import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { translator } from '../platform/i18n/translate.ts';

export type AppShellOptions = {
  /** `web/dist`; what is not built is answered with 503 in words. */
  readonly webDirectory: string;
  readonly localeOf: (request: FastifyRequest) => Locale;
};

const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_DAY = 'public, max-age=86400';

/** Names that change with their content: all of the portal's files, and the door's but its fonts. */
const HASHED = /\/app\/assets\/|\.[A-Z0-9]{8}\.(js|css)(\.br|\.gz)?$/;

/**
 * What a browser needs beside the door's pages: the page in which portal and console run, the built files, an icon, and
 * the word to search engines that there is nothing for them here.
 */
export async function registerAppShell(app: FastifyInstance, options: AppShellOptions): Promise<void> {
  const { webDirectory, localeOf } = options;
  const shells = readShells(path.join(webDirectory, 'app/index.html'));
  if (!shells) app.log.warn('The portal and the console are not built: npm run build');

  const sendShell = async (request: FastifyRequest, reply: FastifyReply) => {
    const locale = localeOf(request);
    const html = shells?.get(locale);
    // The console shows pages of ours in frames, before they are saved.
    const policy = String(reply.getHeader('content-security-policy'));
    return reply
      .header('content-security-policy', `${policy}; frame-src 'self'`)
      .status(html ? 200 : 503)
      .header('content-language', locale)
      .type('text/html; charset=utf-8')
      .send(html ?? notBuilt(locale));
  };
  for (const place of ['/portal', '/console']) {
    app.get(place, sendShell);
    app.get(`${place}/*`, sendShell);
  }

  await registerFiles(app, path.join(webDirectory, 'app/assets'), '/app/assets/');
  await registerFiles(app, path.join(webDirectory, 'assets'), '/assets/');
  registerIcon(app, path.join(webDirectory, 'app/icon.svg'));
  app.get('/robots.txt', async (_request, reply) => {
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', FOR_A_DAY)
      .send('User-agent: *\nDisallow: /\n');
  });
}

/** The built page once for each language: its first byte is in the reader's, before any script runs. */
function readShells(file: string): ReadonlyMap<Locale, string> | null {
  if (!existsSync(file)) return null;
  const built = readFileSync(file, 'utf8');
  return new Map(LOCALES.map((locale) => [locale, inLanguage(built, locale)]));
}

function inLanguage(built: string, locale: Locale): string {
  return built
    .replace('<html lang="en"', `<html lang="${locale}"`)
    .replace('name="gatehouse-locale" content=""', `name="gatehouse-locale" content="${locale}"`);
}

function notBuilt(locale: Locale): string {
  const text = translator(locale)('shell.not-built');
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>Gatehouse</title><p>${text}</p></html>`;
}

/** Files of one folder; a `.br` or `.gz` beside a file is sent to those who take it. */
async function registerFiles(app: FastifyInstance, root: string, prefix: string): Promise<void> {
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    prefix,
    index: false,
    dotfiles: 'ignore',
    decorateReply: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      reply.header('cache-control', HASHED.test(file.replaceAll('\\', '/')) ? FOR_EVER : FOR_A_DAY);
    },
  });
}

function registerIcon(app: FastifyInstance, file: string): void {
  if (!existsSync(file)) return;
  const icon = readFileSync(file);
  for (const url of ['/app/icon.svg', '/favicon.ico']) {
    app.get(url, async (_request, reply) => {
      return reply.type('image/svg+xml').header('cache-control', FOR_A_DAY).send(icon);
    });
  }
}
