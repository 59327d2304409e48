import { usePoints } from './points.ts';
import { ChartCaption } from './stacked-columns.tsx';

const WIDTH = 480;
const HEIGHT = 140;

export type LineSeries = { name: string; values: readonly number[] };

/** Colour and dash of each line: told apart without colour too. */
const LOOKS = [
  { stroke: 'var(--chart-2)', strokeDasharray: undefined },
  { stroke: 'var(--chart-4)', strokeDasharray: '5 4' },
];

/** Lines over the same points; `keys` name the ends of the axis, `labels` say each point in words. */
export function LineChart({
  label,
  series,
  keys,
  labels,
}: {
  label: string;
  series: readonly LineSeries[];
  keys: readonly string[];
  labels: readonly string[];
}) {
  const { point, shown } = usePoints(labels);
  const highest = Math.max(1, ...series.flatMap(({ values }) => values));
  const step = WIDTH / Math.max(1, keys.length);
  const x = (index: number) => (index + 0.5) * step;
  const y = (value: number) => HEIGHT - (value / highest) * (HEIGHT - 8) - 2;
  return (
    <figure className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta">
        {series.map(({ name }, place) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 24 12" className="h-3 w-6">
              <path d="M0 6H24" strokeWidth="2" {...LOOKS[place]} />
            </svg>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a drawing */}
      <svg role="group" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full overflow-visible">
        {[0, 0.5, 1].map((share) => (
          <path key={share} d={`M0 ${y(share * highest)}H${WIDTH}`} className="stroke-border" />
        ))}
        {series.map(({ name, values }, place) => (
          <path
            key={name}
            d={values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')}
            fill="none"
            strokeWidth="2"
            strokeLinejoin="round"
            {...LOOKS[place]}
          />
        ))}
        {keys.map((key, index) => (
          <g key={key} {...point(index)}>
            <rect x={index * step} width={step} height={HEIGHT} fill="transparent" />
            {series.map(({ name, values }, place) => (
              <circle key={name} cx={x(index)} cy={y(values[index] ?? 0)} r="2.5" fill={LOOKS[place]?.stroke} />
            ))}
          </g>
        ))}
      </svg>
      <ChartCaption first={keys[0]} last={keys.at(-1)} shown={shown} />
    </figure>
  );
}
