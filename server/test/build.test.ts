import { expect, it } from 'vitest';

// What is served is the build: a thread that is started by its file's name is found there too.
const BUILD = new URL('../dist/server/src/features/imports/read-file.js', import.meta.url).href;

it('the build finds the thread that reads files', async () => {
  const { openFile } = await import(/* @vite-ignore */ BUILD);
  const guess = { encoding: null, delimiter: null, hasHeader: null, mapping: null, home: null };
  const file = await openFile({ content: Buffer.from('email,name\na@b.example,Ann'), format: 'csv', ...guess });
  expect(file.facts).toMatchObject({ encoding: 'utf-8', delimiter: ',', mapping: ['email', 'name'], rowCount: 1 });
  expect(JSON.parse(await file.rows(0, 10))).toMatchObject([{ row: 1, canonical: 'a@b.example', problem: null }]);
  await file.close();
});
