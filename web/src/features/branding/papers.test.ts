import { readFileSync } from 'node:fs';
import { PAPERS, THEMES } from '@gatehouse/contract/accent';
import { expect, it } from 'vitest';

it.each(THEMES)('an accent is computed for the papers that the style sheet has: %s', (theme) => {
  const css = readFileSync(new URL('../../ui/tokens.css', import.meta.url), 'utf8');
  const [surface, canvas, sunken] = PAPERS[theme];
  for (const [name, value] of Object.entries({ surface, canvas, sunken }))
    expect(css).toContain(`--${name}: ${value};`);
});
