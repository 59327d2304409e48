import type { Alert, AlertRule } from '@gatehouse/contract/alerts';
import { HOUR, MINUTE } from '../../../kernel/clock.ts';

/** A failed try to sign in, of the last {@link WINDOW}. */
export type Attempt = {
  readonly organizationId: string;
  /** Null: nobody has this address. */
  readonly accountId: string | null;
  readonly identifier: string;
  /** Of `networkOf`. */
  readonly network: string;
  readonly at: Date;
};

/** Something that was done, and that is told of each time. */
export type Act = {
  readonly organizationId: string;
  readonly action: string;
  readonly subjectId: string;
  /** Who did it, if not the person themselves. */
  readonly by: string | null;
  readonly count: number;
  readonly at: Date;
};

/** Two sign-ins of one person, one after the other, and where they were. */
export type Journey = {
  readonly organizationId: string;
  readonly accountId: string;
  readonly from: Stay;
  readonly to: Stay;
};
export type Stay = {
  readonly at: Date;
  readonly network: string;
  readonly place: { readonly name: string; readonly latitude: number; readonly longitude: number };
};

export type Finding = {
  readonly organizationId: string;
  readonly rule: AlertRule;
  readonly subject: Pick<Alert['subject'], 'type' | 'id'>;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly evidence: Alert['evidence'];
};

/** How far back failed tries count together. */
export const WINDOW = 15 * MINUTE;
/** How far back acts are looked for: a job that was away for less misses none. */
export const ACT_WINDOW = HOUR;

/** From how many on in the window. A lock comes earlier; this is what goes on in spite of it. */
export const MOST = { ofAccount: 10, ofOrganization: 50, accountsOfNetwork: 10 } as const;

/** As many networks as an alert names. */
const NAMED = 5;

/** Which acts of the audit log are told of, and by which rule. */
export const ACTS: Readonly<Record<string, AlertRule>> = {
  'account.locked': 'account-locked',
  'account.factor-removed': 'factor-removed',
  'account.password-link-sent': 'admin-reset',
  'membership.password-reset': 'admin-reset',
  'account.password-code-printed': 'admin-reset',
  'account.disowned': 'disowned',
  'audit.change-refused': 'audit-tampered',
  'audit.guard-lost': 'audit-tampered',
};

/** Until when a subject was looked at: what was before counts no more. Null: never. */
export type SettledUntil = (of: Pick<Finding, 'organizationId' | 'rule'> & { subjectId: string }) => Date | null;

type Drawn = Pick<Finding, 'rule' | 'subject'> & { readonly most: (attempts: readonly Attempt[]) => boolean };

/** Bursts of failures: of one account, of an organization, and of one network over many accounts. */
export function burstsIn(attempts: readonly Attempt[], settledUntil: SettledUntil): Finding[] {
  const wanted: { key: string; attempt: Attempt; drawn: Drawn }[] = attempts.flatMap((attempt) =>
    drawnBy(attempt).map((drawn) => ({
      key: JSON.stringify([attempt.organizationId, drawn.rule, drawn.subject.id]),
      attempt,
      drawn,
    })),
  );
  return [...Map.groupBy(wanted, ({ key }) => key).values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { drawn, attempt } = first;
    const { organizationId } = attempt;
    const until = settledUntil({ organizationId, rule: drawn.rule, subjectId: drawn.subject.id });
    const since = group.map((one) => one.attempt).filter(({ at }) => until === null || at > until);
    return drawn.most(since) ? [burst(organizationId, drawn, since)] : [];
  });
}

function drawnBy({ organizationId, accountId, network }: Attempt): Drawn[] {
  return [
    ...(accountId === null
      ? []
      : [
          {
            rule: 'failures-account' as const,
            subject: { type: 'account' as const, id: accountId },
            most: (some: readonly Attempt[]) => some.length >= MOST.ofAccount,
          },
        ]),
    {
      rule: 'failures-organization',
      subject: { type: 'organization', id: organizationId },
      most: (some) => some.length >= MOST.ofOrganization,
    },
    {
      rule: 'many-accounts',
      subject: { type: 'network', id: network },
      most: (some) => identifiersOf(some) >= MOST.accountsOfNetwork,
    },
  ];
}

function burst(organizationId: string, { rule, subject }: Drawn, attempts: readonly Attempt[]): Finding {
  const times = attempts.map(({ at }) => at.getTime());
  return {
    organizationId,
    rule,
    subject,
    count: attempts.length,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
    evidence: {
      networks: [...new Set(attempts.map(({ network }) => network))].slice(0, NAMED),
      identifiers: identifiersOf(attempts),
    },
  };
}

function identifiersOf(attempts: readonly Attempt[]): number {
  return new Set(attempts.map(({ accountId, identifier }) => accountId ?? identifier.trim().toLowerCase())).size;
}

/** Acts that are told of each time; several of one subject are one finding. */
export function tellingActs(acts: readonly Act[], settledUntil: SettledUntil): Finding[] {
  const groups = Map.groupBy(acts, ({ organizationId, action, subjectId }) =>
    JSON.stringify([organizationId, ACTS[action], subjectId]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const rule = first && ACTS[first.action];
    if (!first || !rule) return [];
    const { organizationId, subjectId } = first;
    const until = settledUntil({ organizationId, rule, subjectId });
    const since = group
      .filter(({ at }) => until === null || at > until)
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const [oldest, newest] = [since[0], since.at(-1)];
    if (!oldest || !newest) return [];
    const type = rule === 'audit-tampered' ? 'audit-log' : 'account';
    return [
      {
        organizationId,
        rule,
        subject: { type, id: subjectId },
        count: since.reduce((sum, { count }) => sum + count, 0),
        firstAt: oldest.at,
        lastAt: newest.at,
        evidence: { by: newest.by },
      },
    ];
  });
}

/** Nobody travels faster, in km/h; and nearer than this a database of places says little. */
const FASTEST = 1000;
const NEAR = 500;

/** Sign-ins so far apart, so soon after each other, that one of them was somebody else. */
export function impossibleTravels(journeys: readonly Journey[], settledUntil: SettledUntil): Finding[] {
  return journeys.flatMap(({ organizationId, accountId, from, to }) => {
    const rule = 'impossible-travel' as const;
    const until = settledUntil({ organizationId, rule, subjectId: accountId });
    if (until !== null && to.at <= until) return [];
    const kilometres = distance(from.place, to.place);
    const hours = Math.max(0, to.at.getTime() - from.at.getTime()) / HOUR;
    if (kilometres < NEAR || kilometres <= FASTEST * hours) return [];
    return [
      {
        organizationId,
        rule,
        subject: { type: 'account' as const, id: accountId },
        count: 1,
        firstAt: from.at,
        lastAt: to.at,
        evidence: {
          networks: [from.network, to.network],
          places: [from.place.name, to.place.name],
          kilometres: Math.round(kilometres),
          minutes: Math.round(hours * 60),
        },
      },
    ];
  });
}

type Point = { readonly latitude: number; readonly longitude: number };

const EARTH = 6371;

/** Kilometres along the surface (haversine). */
export function distance(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [down, across] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const half =
    Math.sin(down / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(across / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(half)));
}
