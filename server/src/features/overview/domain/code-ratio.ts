import { DAY, HOUR, MINUTE } from '../../../kernel/clock.ts';

/** Whoever types a code does it within a minute or two: younger ones may still be typed. */
export const TYPING = 3 * MINUTE;

/**
 * Windows that are looked at, with how many codes make a ratio worth anything. An hour finds pumping while it runs, also
 * beside usual traffic; a day finds what goes on too slowly for that. Where six of ten are usually typed, three or fewer of
 * twenty come by chance once in twenty thousand hours.
 */
export const WINDOWS = [
  { name: 'hour', milliseconds: HOUR, least: 20 },
  { name: 'day', milliseconds: DAY, least: 60 },
] as const;
export type WindowName = (typeof WINDOWS)[number]['name'];

/** Usually six to eight of ten are typed (people give up, or come in by the link); pumping types none. */
const COLLAPSED = 0.2;

/** Codes by text message to one range of numbers, by window. */
export type CodeCount = {
  readonly organizationId: string | null;
  readonly country: string;
  /** The first of those that were not typed, within the longest window. */
  readonly since: Date | null;
} & { readonly [W in WindowName]: { readonly sent: number; readonly verified: number } };

export type Collapse = {
  /** Null: of the whole installation. */
  readonly organizationId: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly window: WindowName;
  readonly sent: number;
  readonly verified: number;
  readonly since: Date;
};

type Scope = 'organization' | 'installation';

/**
 * Where codes by text message are not typed any more (security.md A36): by country and organization, and by country over
 * the whole installation, where also those count that belong to no organization. The most first.
 */
export function collapsesOf(counts: readonly CodeCount[], scope: Scope): Collapse[] {
  const own = scope === 'organization' ? counts.filter(({ organizationId }) => organizationId !== null) : counts;
  const groups = Map.groupBy(own, ({ organizationId, country }) =>
    scope === 'organization' ? `${organizationId} ${country}` : country,
  );
  const found = [...groups.values()].flatMap((group) => collapseOf(group, scope) ?? []);
  return found.sort((one, other) => other.sent - other.verified - (one.sent - one.verified));
}

function collapseOf(group: readonly CodeCount[], scope: Scope): Collapse | null {
  const [first] = group;
  if (!first) return null;
  for (const { name, least } of WINDOWS) {
    const sent = group.reduce((sum, count) => sum + count[name].sent, 0);
    const verified = group.reduce((sum, count) => sum + count[name].verified, 0);
    if (sent < least || verified >= sent * COLLAPSED) continue;
    const times = group.flatMap(({ since }) => (since ? [since.getTime()] : []));
    const organizationId = scope === 'organization' ? first.organizationId : null;
    const since = new Date(Math.min(...times));
    return { organizationId, country: first.country, window: name, sent, verified, since };
  }
  return null;
}
