import { expect, it } from 'vitest';

// What is served is the build: a thread that is started by its file's name is found there too.
const BUILD = new URL('../dist/server/src/features/imports/read-file.js', import.meta.url).href;

it('the build finds the thread that reads files', async () => {
  const { readFile } = await import(/* @vite-ignore */ BUILD);
  const content = Buffer.from('email,name\na@b.example,Ann');
  const read = await readFile({ content, format: 'csv', encoding: null, delimiter: null });
  expect(read).toMatchObject({ encoding: 'utf-8', delimiter: ',' });
});
