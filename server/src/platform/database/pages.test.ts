import { expect, it } from 'vitest';
import { readWords } from './pages.ts';

it.each([
  [undefined, null],
  ['  ', null],
  ['Anna', { by: 'part', text: '%anna%' }],
  ['100%_\\', { by: 'part', text: '%100\\%\\_\\\\%' }],
  ['An', { by: 'beginning', text: 'an%' }],
  ['%', { by: 'beginning', text: '\\%%' }],
  ['Ол', { by: 'beginning', text: 'ол%' }],
  ['王', { by: 'han', text: '王' }],
  ['王伟', { by: 'han', text: '王伟' }],
  ['王伟明', { by: 'part', text: '%王伟明%' }],
  ['王a', { by: 'beginning', text: '王a%' }],
])('%j is looked for as %j', (typed, expected) => {
  expect(readWords(typed)).toEqual(expected);
});
