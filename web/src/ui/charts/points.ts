import { type KeyboardEvent, useState } from 'react';

const MOVES: Record<string, (place: number, last: number) => number> = {
  ArrowRight: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The points of a chart are one stop of the Tab key; arrows, Home and End go from point to point. Spread `point(i)` on
 * each: its words are read out, and `shown` is the one that is looked at.
 */
export function usePoints(labels: readonly string[]) {
  const last = labels.length - 1;
  const [place, setPlace] = useState(last);
  const [shown, setShown] = useState<number | null>(null);
  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, move(place, last)));
    setPlace(next);
    const points = event.currentTarget.parentElement?.querySelectorAll<SVGGElement>('[data-point]');
    points?.[next]?.focus();
  };
  const point = (index: number) => ({
    role: 'img',
    'data-point': index,
    'aria-label': labels[index],
    tabIndex: index === Math.min(place, last) ? 0 : -1,
    onKeyDown,
    onFocus: () => {
      setPlace(index);
      setShown(index);
    },
    onBlur: () => setShown(null),
    onPointerEnter: () => setShown(index),
    onPointerLeave: () => setShown(null),
  });
  return { point, shown: shown === null ? null : (labels[shown] ?? null) };
}
