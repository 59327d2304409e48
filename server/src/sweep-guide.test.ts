import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DAY } from './kernel/clock.ts';
import { SWEEP_RULES } from './sweep-rules.ts';

it('what is removed stands in the guide, each with its time', () => {
  const guide = readFileSync(path.join(import.meta.dirname, '../../docs/guide/retention.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \|[^|]*\| ([^|]*) \|/gm)].map(([, what, time]) => [what, time]);
  expect(rows).toEqual(
    SWEEP_RULES.map(({ what, keep }) => [what, keep === 0 ? 'at once' : keep === DAY ? '1 day' : `${keep / DAY} days`]),
  );
});
