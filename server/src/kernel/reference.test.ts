import { describe, expect, it } from 'vitest';
import { newReference, readReference, showReference } from './reference.ts';

describe('a reference', () => {
  it('is what it was, however it is shown', () => {
    for (let round = 0; round < 200; round++) {
      const code = newReference();
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
      const shown = showReference(code);
      for (const typed of [shown, shown.toLowerCase(), shown.replaceAll('-', ''), shown.replaceAll('-', ' – ')]) {
        expect(readReference(typed), typed).toBe(code);
      }
    }
  });

  it.each([
    ['GH-7K2M-4QXT', '7K2M4QXT'],
    ['  gh 7k2m 4qxt.', '7K2M4QXT'],
    ['7k2m4qxt', '7K2M4QXT'],
    ['ＧＨ－７Ｋ２Ｍ－４ＱＸＴ', '7K2M4QXT'],
    ['GH-7К2М-4QХТ', '7K2M4QXT'], // Cyrillic
    ['golf hotel seven kilo two mike four quebec x-ray tango', '7K2M4QXT'],
    ['G H 7 K 2 M 4 Q X T', '7K2M4QXT'],
    ['GH-ABCD-EFGH', 'ABCDEFGH'],
    ['GH-7K2M-4QX', null],
    ['GH-7K2M-4QX0', null],
    ['GH-7K2M-4QXTT', null],
    ['ABCDEFGH', null],
    ['2345 6789', null],
    ['Jan Nowak', null],
    ['', null],
  ])('%s', (typed, code) => {
    expect(readReference(typed)).toBe(code);
  });
});
