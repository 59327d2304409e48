import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';
import type { ChainEnd, Seal, SealedFields } from './domain/seal-chain.ts';
import { FIRST } from './domain/seal-chain.ts';

const FIELDS = `
  e.id::text, e.organization_id as "organizationId", (extract(epoch from e.at) * 1000000)::bigint::text as at,
  e.actor_type as "actorType", e.actor_id as "actorId", e.action, e.subject_type as "subjectType",
  e.subject_id as "subjectId", e.change::text, e.ip, e.request_id as "requestId"`;

const UNSEALED = statement<SealedFields>(`
  select ${FIELDS} from audit_unsealed u join audit_events e on e.id = u.event_id order by u.event_id limit $1`);

/** Events that are committed and in no seal yet, oldest id first. */
export function listUnsealed(queryable: Queryable, limit: number): Promise<SealedFields[]> {
  return queryable.query(UNSEALED, [limit]);
}

// The order is by the number, not by the text of it that is answered: hence the name of the table.
const END = statement<{ seq: string; hash: Buffer }>(`
  select seq::text, hash from audit_seals where organization_id = $1 order by audit_seals.seq desc limit 1`);

/** The newest seal of an organization, or the beginning. */
export async function findChainEnd(queryable: Queryable, organizationId: string): Promise<ChainEnd> {
  const [row] = await queryable.query(END, [organizationId]);
  return row ? { seq: Number(row.seq), hash: row.hash } : { seq: 0, hash: FIRST };
}

const UNMARK = statement<{ eventId: string }>(`
  delete from audit_unsealed where event_id = any($1::bigint[]) returning event_id::text as "eventId"`);

/** Takes the marks of these events away; answers whose mark was still there. */
export async function unmarkEvents(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  return (await tx.query(UNMARK, [ids])).map(({ eventId }) => eventId);
}

const INSERT = command(`
  insert into audit_seals (organization_id, seq, event_ids, digests, previous, hash, sealed_at)
  values ($1, $2, $3, $4, $5, $6, $7)`);

/** Of two that write the same number one fails, with all that it did. */
export async function insertSeal(tx: Transaction, seal: Seal): Promise<void> {
  const { organizationId, seq, eventIds, digests, previous, hash, sealedAt } = seal;
  await tx.query(INSERT, [organizationId, seq, eventIds, digests, previous, hash, sealedAt]);
}

/** What waits for its seal. `oldest`: null where nothing does; `head`: the hash of the newest seal. */
export type SealState = {
  readonly sealedAt: Date | null;
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly head: string | null;
};

const NEWEST = (what: string) =>
  `(select ${what} from audit_seals where organization_id = $1 order by seq desc limit 1)`;

const STATE = statement<SealState>(`
  select ${NEWEST('sealed_at')} as "sealedAt", ${NEWEST(`encode(hash, 'hex')`)} as head,
    count(*)::int as waiting, min(e.at) as oldest
  from audit_unsealed u join audit_events e on e.id = u.event_id where e.organization_id = $1`);

export async function findSealState(queryable: Queryable, organizationId: string): Promise<SealState> {
  const [row] = await queryable.query(STATE, [organizationId]);
  return row ?? { sealedAt: null, waiting: 0, oldest: null, head: null };
}

const BY_HASH = statement<{ organizationId: string; seq: number; newest: number }>(`
  select organization_id as "organizationId", seq::float8,
    (select max(n.seq) from audit_seals n where n.organization_id = s.organization_id)::float8 as newest
  from audit_seals s where hash = $1`);

/** The seal of this hash, and the newest of its chain; null where there is none. */
export async function findSeal(
  queryable: Queryable,
  hash: Buffer,
): Promise<{ organizationId: string; seq: number; newest: number } | null> {
  return (await queryable.query(BY_HASH, [hash]))[0] ?? null;
}

const HEADS = statement<{ organizationId: string; slug: string | null; seals: number; head: string; sealedAt: Date }>(`
  select c.id as "organizationId", o.slug, s.seq::float8 as seals, encode(s.hash, 'hex') as head, s.sealed_at as "sealedAt"
  from (select id from organizations union all select '') c
  cross join lateral (select * from audit_seals where organization_id = c.id order by seq desc limit 1) s
  left join organizations o on o.id = c.id
  where $1::text is null or o.slug = $1 or o.id = $1 order by c.id`);

/** The newest seal of every chain, or of one. */
export function listHeads(queryable: Queryable, organization: string | null) {
  return queryable.query(HEADS, [organization]);
}

const TAIL = statement<{ waiting: number; seconds: number }>(`
  select count(*)::int as waiting, coalesce(extract(epoch from $1::timestamptz - min(e.at)), 0)::float8 as seconds
  from audit_unsealed u join audit_events e on e.id = u.event_id`);

/** The unsealed tail of the whole installation: how many events, and the age of the oldest in seconds. */
export async function measureTail(queryable: Queryable, now: Date): Promise<{ waiting: number; seconds: number }> {
  const [row] = await queryable.query(TAIL, [now]);
  return row ?? { waiting: 0, seconds: 0 };
}

const ISOLATE = command('set transaction isolation level repeatable read');
const NO_LIMIT = command('set local statement_timeout = 0');

/** One view of everything for a check, however long it takes. To be called first in a transaction. */
export async function beginCheck(tx: Transaction): Promise<void> {
  await tx.query(ISOLATE);
  await tx.query(NO_LIMIT);
}

const CHAINS = statement<{ organizationId: string; slug: string | null }>(`
  select c.id as "organizationId", o.slug from (
    select id from organizations union select '' union select distinct organization_id from audit_seals) c
  left join organizations o on o.id = c.id
  where $1::text is null or o.slug = $1 or o.id = $1 order by c.id`);

/** Every organization that has a chain, or one. */
export function listChains(queryable: Queryable, organization: string | null) {
  return queryable.query(CHAINS, [organization]);
}

const SEALS = statement<Omit<Seal, 'seq'> & { seq: string }>(`
  select organization_id as "organizationId", seq::text, event_ids::text[] as "eventIds", digests, previous, hash,
    sealed_at as "sealedAt"
  from audit_seals where organization_id = $1 and seq > $2 order by audit_seals.seq limit $3`);

/** The next seals of a chain. */
export async function listSeals(tx: Queryable, organizationId: string, after: number, limit: number): Promise<Seal[]> {
  const rows = await tx.query(SEALS, [organizationId, after, limit]);
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

const EVENTS = statement<SealedFields>(`select ${FIELDS} from audit_events e where e.id = any($1::bigint[])`);

export function listEventsById(queryable: Queryable, ids: readonly string[]): Promise<SealedFields[]> {
  return queryable.query(EVENTS, [ids]);
}

const INSERTED = statement<{ id: string }>(`
  select id::text from (
    select id from audit_events where organization_id is not distinct from nullif($1, '')
    except select event_id from audit_unsealed
    except select unnest(event_ids) from audit_seals where organization_id = $1) stray
  order by id limit $2`);

/** Events that no seal names and that do not wait for one: written past the application. */
export async function listStrayEvents(tx: Queryable, organizationId: string, limit: number): Promise<string[]> {
  return (await tx.query(INSERTED, [organizationId, limit])).map(({ id }) => id);
}

const LOST = statement<{ id: string }>(`
  select event_id::text as id from audit_unsealed u
  where not exists (select from audit_events e where e.id = u.event_id) order by event_id limit $1`);

/** Events that were removed before they were sealed. */
export async function listLostEvents(tx: Queryable, limit: number): Promise<string[]> {
  return (await tx.query(LOST, [limit])).map(({ id }) => id);
}
