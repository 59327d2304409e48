import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentTokens, accentWarnings, EDGE_CONTRAST, PAPERS, TEXT_CONTRAST, THEMES } from './accent.ts';
import { contrast, fromLch, toLch } from './oklab.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe.each(THEMES)('tokens of an accent: %s', (theme) => {
  it('are readable and seen, whatever colour is chosen', () => {
    fc.assert(
      fc.property(colour, (accent) => {
        const { fill, onFill, hover, text, soft, edge } = accentTokens(accent, theme);
        for (const token of [fill, onFill, hover, text, soft, edge]) expect(token).toMatch(/^#[0-9a-f]{6}$/);
        expect(contrast(onFill, fill)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
        expect(contrast(onFill, hover)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
        for (const paper of [...PAPERS[theme], soft]) {
          expect(contrast(text, paper)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
        }
        for (const paper of PAPERS[theme]) expect(contrast(edge, paper)).toBeGreaterThanOrEqual(EDGE_CONTRAST);
      }),
      { numRuns: 4000 },
    );
  });

  it.each(['#000000', '#ffffff', '#ffff00', '#00ff00', '#0000ff', '#ff00ff', '#777777'])('of %s too', (accent) => {
    const { fill, onFill, text } = accentTokens(accent, theme);
    expect(contrast(onFill, fill)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    for (const paper of PAPERS[theme]) expect(contrast(text, paper)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });
});

it('the accent itself is the fill in the light, and keeps its hue in the dark', () => {
  expect(accentTokens('#1D6F42', 'light').fill).toBe('#1d6f42');
  const { hue } = toLch('#1d6f42');
  expect(toLch(accentTokens('#1d6f42', 'dark').fill).hue).toBeCloseTo(hue, 1);
});

it('colours survive the way there and back', () => {
  fc.assert(
    fc.property(colour, (hex) => {
      expect(fromLch(toLch(hex))).toBe(hex);
    }),
  );
});

it.each([
  ['#b42318', ['danger']],
  ['#c0281c', ['danger']],
  ['#d9d5d0', ['waiting']],
  ['#9a9a9a', ['waiting']],
  ['#f97316', []],
  ['#175cd3', []],
  ['#0f766e', []],
  ['#7c3aed', []],
])('%s is mistaken for: %j', (accent, warnings) => {
  expect(accentWarnings(accent)).toEqual(warnings);
});
