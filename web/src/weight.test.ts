import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it, vi } from 'vitest';

type Chunk = Rolldown.OutputChunk;

const WEB = path.resolve(import.meta.dirname, '..');
const KILOBYTE = 1000;
/** Everything that the list of invitations needs, in the language with the longest texts; errors follow behind it. */
const CONSOLE_PARTS = [
  'src/surfaces/console/console-shell.tsx',
  'src/features/invitations/invitation-list-page.tsx',
  ...['common', 'portal', 'console'].map((name) => `locales/ru/${name}.json`),
];
const PORTAL_PARTS = [
  'src/surfaces/portal/portal-shell.tsx',
  'src/surfaces/portal/portal-home-page.tsx',
  ...['common', 'portal'].map((name) => `locales/ru/${name}.json`),
];

describe('weight of the first load', () => {
  let output: Rolldown.OutputBundle[string][] = [];

  beforeAll(async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const configFile = path.join(WEB, 'vite.config.ts');
    const built = await build({ configFile, logLevel: 'silent', build: { write: false } });
    if ('output' in built) output = built.output;
  });

  function chunkOf(part: string): Chunk {
    const found = output.find((file): file is Chunk => file.type === 'chunk' && isPart(file, part));
    if (!found) throw new Error(`No chunk for ${part}`);
    return found;
  }

  function isPart(file: Chunk, part: string): boolean {
    return part === 'entry' ? file.isEntry : (file.facadeModuleId?.endsWith(part) ?? false);
  }

  /** Names of the files that a browser fetches for these parts, style sheets included. */
  function filesOf(parts: readonly string[]): Set<string> {
    const files = new Set<string>();
    const add = (chunk: Chunk) => {
      if (files.has(chunk.fileName)) return;
      files.add(chunk.fileName);
      for (const name of chunk.viteMetadata?.importedCss ?? []) files.add(name);
      for (const name of chunk.imports) {
        const next = output.find((file) => file.fileName === name);
        if (next?.type === 'chunk') add(next);
      }
    };
    for (const part of ['entry', ...parts]) add(chunkOf(part));
    return files;
  }

  function weigh(parts: readonly string[]): number {
    const files = filesOf(parts);
    return output
      .filter((file) => files.has(file.fileName))
      .reduce((sum, file) => sum + gzipSync(file.type === 'chunk' ? file.code : file.source).length, 0);
  }

  it('is at most 250 kB for the console', () => {
    const weight = weigh(CONSOLE_PARTS);
    expect(weight).toBeGreaterThan(100 * KILOBYTE); // else something was not counted
    expect(weight).toBeLessThanOrEqual(250 * KILOBYTE);
  });

  it('is at most 250 kB for the portal', () => {
    const weight = weigh(PORTAL_PARTS);
    expect(weight).toBeGreaterThan(100 * KILOBYTE);
    expect(weight).toBeLessThanOrEqual(250 * KILOBYTE);
  });

  it('counts the style sheet', () => {
    expect([...filesOf(CONSOLE_PARTS)].filter((name) => name.endsWith('.css'))).not.toEqual([]);
  });

  it('leaves the pages of other rooms for later', () => {
    const settings = chunkOf('src/features/organizations/settings-page.tsx');
    expect(filesOf(CONSOLE_PARTS)).not.toContain(settings.fileName);
  });
});
