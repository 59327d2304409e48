import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const PAGE = readFileSync(new URL('../../../docs/guide/settings.md', import.meta.url), 'utf8');

/** The rows of its tables. */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [name = '', , meaning = '', example = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { name: name.replaceAll('`', ''), meaning, example: example.replaceAll('`', '') };
  });

/** Every setting that is asked for, by asking. */
function settingsRead(): string[] {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string>>({}, { get: (_, name) => void asked.add(String(name)) });
  readConfig(environment);
  return [...asked].sort();
}

it('tells of every setting, and of none that is not read', () => {
  expect(ROWS.map(({ name }) => name).sort()).toEqual(settingsRead());
});

it('gives a meaning to each', () => {
  expect(ROWS.filter(({ meaning }) => meaning.length < 10)).toEqual([]);
});

it('gives examples that are accepted', () => {
  // The one example that a person must not copy is a command.
  const run = (example: string) => (example.startsWith('$(openssl') ? randomBytes(32).toString('base64') : example);
  const config = readConfig(Object.fromEntries(ROWS.map(({ name, example }) => [name, run(example)])));
  expect(config).toMatchObject({ secure: true, port: 8080, logLevel: 'warn' });
});

it('gives defaults that hold', () => {
  const { publicUrl, host, port, databaseConnections, dataDirectory, mailFrom, logLevel, argon2 } = readConfig({});
  const defaults = {
    GATEHOUSE_URL: publicUrl,
    HOST: host,
    PORT: port,
    DATABASE_CONNECTIONS: databaseConnections,
    GATEHOUSE_DATA: dataDirectory,
    LOG_LEVEL: logLevel,
    ARGON2_MEMORY_KIB: argon2.memoryKiB,
    ARGON2_PASSES: argon2.passes,
    ARGON2_LANES: argon2.lanes,
  };
  for (const [name, value] of Object.entries(defaults)) expect(PAGE).toContain(`| \`${name}\` | \`${value}\``);
  expect(PAGE).toContain(`\`${mailFrom}\``);
});
