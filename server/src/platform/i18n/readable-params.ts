import type { ErrorParams } from '@gatehouse/contract/errors';
import type { Translate } from './translate.ts';

const TIMESTAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Error parameters as a sentence shows them: moments (ISO 8601) become words, in `timeZone` or UTC. */
export function readableParams(
  t: Translate,
  params: ErrorParams,
  timeZone: string | null = null,
): Record<string, string | number> {
  const zone = timeZone ? { timeZone } : {};
  const readable = (name: string, value: string | number) =>
    typeof value === 'string' && TIMESTAMP.test(value)
      ? t.date(new Date(value), { style: name === 'date' ? 'date' : 'dateTime', ...zone })
      : value;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, readable(name, value)]));
}
