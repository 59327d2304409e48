import { expect, it } from 'vitest';
import { findOversized, medianLines } from './check-budgets.ts';

it.each([
  ['server/src/features/audit/index.ts', 80],
  ['server/src/app.ts', 150],
  ['server/src/features/audit/audit-store.ts', 300],
  ['tools/check.test.ts', 300],
])('holds %s to %i lines', (file, budget) => {
  expect(findOversized([{ file, lines: budget }])).toEqual([]);
  expect(findOversized([{ file, lines: budget + 1 }])).toEqual([
    `${file} has ${budget + 1} lines; its budget is ${budget}`,
  ]);
});

it('takes the middle, without tests', () => {
  const sizes = [10, 300, 20].map((lines, index) => ({ file: `file-${index}.ts`, lines }));
  expect(medianLines([...sizes, { file: 'long.test.ts', lines: 299 }])).toBe(20);
  expect(medianLines([])).toBe(0);
});
