import type { ReactNode } from 'react';

export type Column<T> = {
  key: string;
  header: string;
  cell: (item: T) => ReactNode;
  /** Hides the column's name on a card, where the value speaks for itself. */
  plain?: boolean;
  /** Its name is there for those who cannot see what it is. */
  unnamed?: boolean;
  /** Holds words of ours only: none of them is ever broken. */
  firm?: boolean;
  /** Left out on a card: the record itself has it. */
  wide?: boolean;
};

/** Those that can be hidden: not what a row is found and chosen by. */
export function hideable<T>(columns: readonly Column<T>[]): { key: string; header: string }[] {
  return columns.filter(({ plain }) => !plain).map(({ key, header }) => ({ key, header }));
}

/** The one list: a table where there is room, a card per row where there is not. The roles outlive the change of display. */
export function DataList<T extends { id: string }>({
  label,
  columns,
  items,
}: {
  label: string;
  columns: readonly Column<T>[];
  items: readonly T[];
}) {
  return (
    <table aria-label={label} className="w-full border-collapse text-left max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={`border-b border-border px-3 py-2.5 text-meta wrap-normal text-muted ${column.plain && !column.unnamed ? 'w-[30%]' : ''}`}
            >
              <span className={column.unnamed ? 'sr-only' : ''}>{column.header}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {items.map((item) => (
          <tr
            key={item.id}
            data-row={item.id}
            tabIndex={-1}
            className="relative focus-visible:-outline-offset-2 border-b border-border last:border-b-0 hover:bg-sunken max-md:flex max-md:flex-col max-md:gap-1.5 max-md:px-1 max-md:py-4"
          >
            {columns.map((column) => (
              <td
                key={column.key}
                className={`px-3 py-2.5 align-top max-md:gap-3 max-md:py-0 ${column.wide ? 'max-md:hidden' : 'max-md:flex'} ${column.firm ? 'md:wrap-normal' : ''}`}
              >
                {column.plain ? null : (
                  <span className="w-32 shrink-0 text-meta text-muted md:hidden">{column.header}</span>
                )}
                <div className="min-w-0">{column.cell(item)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
