import { usePoints } from './points.ts';

const WIDTH = 480;
const HEIGHT = 140;
const GAP = 8;

/** The parts of a column from the bottom up, by their place in `series`. */
export type ColumnOf = { key: string; label: string; parts: readonly number[] };

/** Colour and grain of each series: told apart without colour too. */
const FILLS = ['var(--chart-2)', 'var(--chart-3)', 'var(--chart-1)', 'var(--chart-4)'];

/** Columns side by side, each made of the same parts. */
export function StackedColumns({
  label,
  series,
  columns,
}: {
  label: string;
  series: readonly string[];
  columns: readonly ColumnOf[];
}) {
  const { point, shown } = usePoints(columns.map((column) => column.label));
  const highest = Math.max(1, ...columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)));
  const step = WIDTH / columns.length;
  return (
    <figure className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta">
        {series.map((name, place) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3">
              <rect width="12" height="12" rx="2" fill={FILLS[place]} />
            </svg>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a drawing */}
      <svg role="group" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full overflow-visible">
        <path d={`M0 ${HEIGHT}H${WIDTH}`} className="stroke-border" />
        {columns.map(({ key, parts }, index) => (
          <g key={key} {...point(index)} className="outline-offset-2">
            <rect x={index * step} width={step} height={HEIGHT} fill="transparent" />
            {stack(parts, HEIGHT / highest).map((part) => (
              <rect
                key={part.place}
                x={index * step + GAP / 2}
                width={step - GAP}
                y={HEIGHT - part.bottom - part.height}
                height={Math.max(0, part.height - 1)}
                fill={FILLS[part.place]}
              />
            ))}
          </g>
        ))}
      </svg>
      <ChartCaption first={columns[0]?.key} last={columns.at(-1)?.key} shown={shown} />
    </figure>
  );
}

function stack(parts: readonly number[], scale: number) {
  let bottom = 0;
  return parts.map((part, place) => {
    const height = part * scale;
    bottom += height;
    return { place, height, bottom: bottom - height };
  });
}

/** What is looked at in words, else from where to where the chart goes. */
export function ChartCaption({
  first = '',
  last = '',
  shown,
}: {
  first?: string | undefined;
  last?: string | undefined;
  shown: string | null;
}) {
  return (
    <figcaption className="flex min-h-10 justify-between gap-3 text-meta text-muted tabular-nums">
      {shown ? (
        <span className="text-ink">{shown}</span>
      ) : (
        <>
          <span>{first}</span>
          <span>{last}</span>
        </>
      )}
    </figcaption>
  );
}
