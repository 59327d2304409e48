import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

export type Chromium = {
  readonly executablePath: string;
  readonly env?: { readonly [name: string]: string };
};

const SYSTEM_CHROMIUM = '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium without a window. One per test file is enough: give each test a context of its own. */
export async function launchBrowser(): Promise<Browser> {
  const found = await findChromium();
  return chromium.launch({ executablePath: found.executablePath, env: found.env, args: FLAGS, headless: true });
}

/**
 * $CHROMIUM_PATH, else the Chromium that npm brought: the same everywhere, and without the windows that a Chromium for
 * persons makes unseen for each page, which cost a third more. Else (always, with GATEHOUSE_TEST_BROWSER=system) the system's.
 */
export async function findChromium(): Promise<Chromium> {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH };
  const isBrought = process.platform === 'linux' && process.arch === 'x64';
  if (isBrought && process.env.GATEHOUSE_TEST_BROWSER !== 'system') return bundledChromium();
  if (await hasSystemChromium()) return { executablePath: SYSTEM_CHROMIUM };
  throw new Error('There is no Chromium for the tests on this machine: set CHROMIUM_PATH to a Chromium or Chrome.');
}

export function hasSystemChromium(): Promise<boolean> {
  return run(SYSTEM_CHROMIUM, ['--version']).then(
    () => true,
    () => false, // not there, or a placeholder that would install it
  );
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Unpacked once per version, with the libraries that a bare system lacks; never with the package's own flags. */
async function bundledChromium(): Promise<Chromium> {
  const manifest = await readFile(path.join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
  const cache = path.join(ROOT, 'node_modules/.cache/gatehouse');
  const folder = path.join(cache, `chromium-${JSON.parse(manifest).version}-all-fonts`);
  if (!existsSync(folder)) await unpack(cache, folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      ...withoutUndefined(process.env),
      LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(folder, 'fonts'),
    },
  };
}

/** In a process of its own, as the package unpacks to the process's temporary folder and changes its environment. */
async function unpack(cache: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(path.join(cache, 'unfinished-'));
  const program = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  const fonts = path.join(unfinished, 'fonts/fonts.conf');
  const own = path.join(folder, 'fonts');
  const listed = (await readFile(fonts, 'utf8')).replaceAll('/tmp/fonts', own);
  // The system's, too: it brings those of one script only.
  await writeFile(fonts, listed.replace('<cachedir>', '<dir>/usr/share/fonts</dir>\n  <cachedir>'));
  await rename(unfinished, folder).catch(async () => {
    await rm(unfinished, { recursive: true, force: true }); // another worker was first
  });
}

function withoutUndefined(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
