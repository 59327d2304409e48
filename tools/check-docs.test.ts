import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDocFaults } from './check-docs.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gatehouse-docs-'));
  await write('ARCHITECTURE.md', '# The house\n\n## One idea\n');
  await write('README.md', 'Read [the idea](ARCHITECTURE.md#one-idea), and `server/src/main.ts`.\n');
  await write('server/src/main.ts', '');
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

it('is content with pages that tell the truth', async () => {
  expect(await findDocFaults(root)).toEqual([]);
});

it.each([
  ['a file', '[the guide](gone.md)', 'the link to gone.md leads nowhere'],
  ['a picture', '![A page](images/gone.png)', 'the link to images/gone.png leads nowhere'],
  ['a picture in HTML', '<img src="gone.png" alt="A page">', 'the link to gone.png leads nowhere'],
  ['a heading', '[the idea](../ARCHITECTURE.md#two-ideas)', 'the link to ../ARCHITECTURE.md#two-ideas leads nowhere'],
  ['a heading of its own', '[below](#gone)', 'the link to #gone leads nowhere'],
  ['a place outside', '[out](../../elsewhere.md)', 'the link to ../../elsewhere.md leads nowhere'],
  ['a title', '[the guide](gone.md "The guide")', 'the link to gone.md leads nowhere'],
])('finds a broken link to %s', async (_what, link, fault) => {
  await write('docs/page.md', `# Page\n\nSee ${link}.\n`);
  expect(await findDocFaults(root)).toEqual([`docs/page.md:3: ${fault}`]);
});

it.each(['server/src/gone.ts', 'docs/gone/', 'CONTRIBUTING.md'])(
  'finds the name of a file that is not there: %s',
  async (name) => {
    await write('docs/page.md', `Look into \`${name}\`.\n`);
    expect(await findDocFaults(root)).toEqual([`docs/page.md:1: ${name} does not exist`]);
  },
);

it.each([
  '[elsewhere](https://example.org/gone.md)',
  '[by mail](mailto:security@example.org)',
  '`server/migrations/<number>-<name>.sql`',
  '`web/dist/index.html`',
  '`[not](a-link.md)`',
  '```\n[not](a-link.md) `server/src/gone.ts`\n```',
])('leaves alone what is not ours or not there yet: %s', async (text) => {
  await write('docs/page.md', `${text}\n`);
  expect(await findDocFaults(root)).toEqual([]);
});

it('looks into no foreign folder', async () => {
  await write('node_modules/foreign/README.md', '[gone](gone.md)\n');
  expect(await findDocFaults(root)).toEqual([]);
});

it('holds the map to its length', async () => {
  await write('ARCHITECTURE.md', '# One idea\n'.repeat(200));
  expect(await findDocFaults(root)).toEqual([]);
  await write('ARCHITECTURE.md', '# One idea\n'.repeat(201));
  expect(await findDocFaults(root)).toEqual(['ARCHITECTURE.md: 201 lines; at most 200']);
});

it('tells of the slices what the architecture check holds them to', async () => {
  const text = await readFile(path.resolve(import.meta.dirname, '../ARCHITECTURE.md'), 'utf8');
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    forbidden: { name: string; comment: string }[];
  };
  const told = [...text.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, slice, allowed]) => `${slice} may use: ${allowed}.`,
  );
  const held = forbidden.flatMap(({ comment }) => /^\S+ may use: [^.]*\./.exec(comment)?.[0] ?? []);
  expect(held).not.toEqual([]);
  expect(told.sort()).toEqual(held.sort());
});

it('does not pass over nothing', async () => {
  await rm(path.join(root, 'ARCHITECTURE.md'));
  expect(await findDocFaults(root)).toContain('ARCHITECTURE.md: is missing');
});
