import { type ReactNode, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Panel } from '../panel.tsx';

/** The numbers of a chart, for whoever reads rather than looks. The first column names the row. */
export type ChartTable = { head: readonly string[]; rows: readonly (readonly string[])[] };

/** A chart: its question, the answer in a sentence, the picture, and the same as a table. */
export function ChartFrame({
  title,
  summary,
  table,
  children,
}: {
  title: string;
  summary: string;
  table: ChartTable;
  children: ReactNode;
}) {
  const t = useText();
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel title={title}>
      <p className="mb-3 text-muted">{summary}</p>
      {asTable ? <NumbersTable label={title} table={table} /> : <div>{children}</div>}
      <button
        type="button"
        aria-pressed={asTable}
        onClick={() => setAsTable(!asTable)}
        className="mt-3 min-h-6 text-link underline"
      >
        {t('overview.as-table')}
      </button>
    </Panel>
  );
}

function NumbersTable({ label, table }: { label: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="max-h-80 overflow-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr>
            {table.head.map((name) => (
              <th key={name} scope="col" className="border-b border-border px-2 py-1.5 text-meta text-muted">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name = '', ...values]) => (
            <tr key={name} className="border-b border-border last:border-b-0">
              <th scope="row" className="px-2 py-1.5 font-normal">
                {name}
              </th>
              {values.map((value, place) => (
                <td key={table.head[place + 1]} className="px-2 py-1.5 tabular-nums">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
