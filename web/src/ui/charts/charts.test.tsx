import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { BarRows } from './bar-rows.tsx';
import { LineChart } from './line-chart.tsx';
import { StackedColumns } from './stacked-columns.tsx';

const all = (markup: string, pattern: RegExp) => [...markup.matchAll(pattern)].map((match) => match[1]);

describe('charts', () => {
  it('a bar is as long as its share, with its name and value in words', () => {
    const rows = [
      { key: 'invited', label: 'Invited', share: 1, value: '8 · 100%' },
      { key: 'in', label: 'In', share: 0.25, value: '2 · 25%', note: 'Stopped here: nothing' },
    ];
    const markup = renderToStaticMarkup(<BarRows label="How far?" rows={rows} />);
    expect(all(markup, /width="([\d.]+)" height="10" fill="var/g)).toEqual(['100', '25']);
    for (const text of ['Invited', '2 · 25%', 'Stopped here: nothing']) expect(markup).toContain(text);
  });

  it('a line goes through its values: the highest on top, nothing at the bottom', () => {
    const series = [
      { name: 'Successful', values: [0, 10, 5] },
      { name: 'Failed', values: [0, 0, 0] },
    ];
    const labels = ['Monday: none', 'Tuesday: 10', 'Wednesday: 5'];
    const markup = renderToStaticMarkup(
      <LineChart label="How?" series={series} keys={['1', '2', '3']} labels={labels} />,
    );
    const [first] = all(markup, / d="(M80 [^"]+)"/g);
    expect(first).toBe('M80 138L240 6L400 72');
    expect(markup).toContain('stroke-dasharray="5 4"');
  });

  it('points are one stop of the Tab key, each with its words', () => {
    const columns = [
      { key: 'a', label: 'Week a: 1', parts: [1, 0] },
      { key: 'b', label: 'Week b: 4', parts: [1, 3] },
    ];
    const markup = renderToStaticMarkup(<StackedColumns label="What?" series={['one', 'two']} columns={columns} />);
    expect(all(markup, /aria-label="(Week [^"]+)"/g)).toEqual(['Week a: 1', 'Week b: 4']);
    expect(all(markup, /tabindex="(-?\d)"/g)).toEqual(['-1', '0']);
  });

  it('nothing to show is no fault', () => {
    const markup = renderToStaticMarkup(<StackedColumns label="What?" series={[]} columns={[]} />);
    expect(markup).not.toContain('NaN');
  });
});
