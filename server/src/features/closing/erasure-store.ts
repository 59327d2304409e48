import {
  command,
  type Queryable,
  type Statement,
  statement,
  type Transaction,
} from '../../platform/database/database.ts';

const LOCK = command('select from organizations where id = $1 for update');

/** Waits for everybody who has written something of the organization and is not done; nobody begins to until the end. */
export async function lockForDeletion(tx: Transaction, id: string): Promise<void> {
  await tx.query(LOCK, [id]);
}

const DUE = statement<{ id: string }>(`
  select id from organizations where deletion_due_at <= $1 and state = 'suspended' order by deletion_due_at limit 100`);

export async function listDueDeletions(queryable: Queryable, now: Date): Promise<string[]> {
  return (await queryable.query(DUE, [now])).map(({ id }) => id);
}

const DELETE = statement<{ name: string }>(`
  update organizations set state = 'deleted', deleted_at = $2
  where id = $1 and state = 'suspended' and deletion_due_at <= $2 returning name`);

/** Only after {@link lockForDeletion}. Its name; null when it is not due any more. */
export async function markDeleted(tx: Transaction, id: string, now: Date): Promise<string | null> {
  return (await tx.query(DELETE, [id, now]))[0]?.name ?? null;
}

const UNERASED = statement<{ id: string }>(`
  select id from organizations where state = 'deleted' and erased_at is null and deleted_at is not null order by id limit 100`);

/** Deleted, and something of them is there still. */
export async function listUnerased(queryable: Queryable): Promise<string[]> {
  return (await queryable.query(UNERASED)).map(({ id }) => id);
}

type Part = Statement<{ one: number }>;

// With its invitation goes what happened to it, and to whom it was handed over. The link itself stays: its page says why.
const INVITATIONS = statement<{ id: string }>(`
  with these as (
    select id, state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented') as open
    from invitations where organization_id = $1 and ($4::text is null or id < $4)
      and address_canonical not like '%@erased.invalid' order by id desc limit $3 for update),
  events as (delete from invitation_events e using these where e.invitation_id = these.id),
  handed as (delete from invitation_hand_overs h using these where h.invitation_id = these.id)
  update invitations i set address_canonical = i.id || '@erased.invalid', address_shown = i.id || '@erased.invalid',
    address_kind = 'email', phone = null, name = null, note = null, company = null, company_draft = null, username = null,
    state = case when these.open then 'revoked' else i.state end,
    ended_at = case when these.open then $2::timestamptz else i.ended_at end
  from these where i.id = these.id returning i.id`);

/** One after the other, so that none is looked at twice, however many there are. */
async function eraseInvitations(database: Queryable, id: string, now: Date): Promise<void> {
  let last: string | null = null;
  for (let count: number = BATCH; count === BATCH; ) {
    const rows: { id: string }[] = await database.query(INVITATIONS, [id, now, BATCH, last]);
    last = rows.map((row) => row.id).toSorted()[0] ?? null;
    count = rows.length;
  }
}

// One that is on its way comes to its end by itself; the notice that all of this happened leaves.
const MESSAGES = (['<', '>'] as const).map(
  (side): Part =>
    statement(`
  update messages set state = case when state = 'queued' then 'abandoned' else state end, to_address = 'erased',
    to_name = null, params = '{}', secrets = null, response = null, updated_at = $2::timestamptz
  where id in (
    select id from messages where organization_id = $1 and to_address ${side} 'erased'
      and (state not in ('queued', 'sending') or (state = 'queued' and template <> 'M27')) limit $3)
  returning 1 as one`),
);

const MEMBERSHIPS: Part = statement(`
  update memberships set state = 'removed', removed_at = $2::timestamptz where id in (
    select id from memberships where organization_id = $1 and state <> 'removed' limit $3) returning 1 as one`);

const SESSIONS: Part = statement(`
  update sessions set organization_id = null where id in (
    select s.id from memberships m join sessions s on s.account_id = m.account_id and s.organization_id = $1
    where m.organization_id = $1 and $2::timestamptz is not null limit $3) returning 1 as one`);

const CHANGES: Part = statement(`
  update identifier_changes set state = 'dead' where id in (
    select id from identifier_changes where organization_id = $1 and state = 'waiting' and $2::timestamptz is not null limit $3)
  returning 1 as one`);

const rowsOf = (table: string, column = 'organization_id'): Part =>
  statement(`
  delete from ${table} where ctid = any(array(
    select ctid from ${table} where ${column} = $1 and $2::timestamptz is not null limit $3)) returning 1 as one`);

type Erasing = { readonly part: Part; readonly batch: number };

const BATCH = 500;
const many = (part: Part): Erasing => ({ part, batch: BATCH });
/** With each go thousands of rows. */
const one = (part: Part): Erasing => ({ part, batch: 1 });

/** In this order: what holds on to something else goes first. What becomes of which table: domain/what-becomes.ts. */
const PARTS: readonly Erasing[] = [
  ...MESSAGES.map(many),
  many(SESSIONS),
  many(MEMBERSHIPS),
  many(CHANGES),
  one(rowsOf('imports')),
  one(rowsOf('operations')),
  ...[
    ...[
      'suppressions',
      'join_requests',
      'welcome_progress',
      'message_texts',
      'approver_digests',
      'brands',
      'brand_files',
    ],
    ...['default_views', 'saved_views', 'alerts', 'alert_digests', 'temporary_passwords', 'webhook_deliveries'],
    ...['webhooks', 'recovery_requests', 'user_names', 'stop_references'],
  ].map((table) => many(rowsOf(table))),
  ...['supplier_id', 'company_id'].flatMap((column) => [
    many(rowsOf('customer_companies', column)),
    many(rowsOf('company_approvals', column)),
  ]),
];

const EMPTY = command(`
  update organizations set country = null, registration_number = null, registration_key = null,
    different_company_reason = null, address = '', phone = '', time_zone = '', support_contact = '', policies = '{}',
    welcome_links = '[]', legal = '{}', suspend_reason = null, deletion_reason = null, erased_at = $2
  where id = $1 and state = 'deleted'`);

/** Erases a deleted organization, batch by batch, each in a transaction of its own: gone on with where it stood. */
export async function eraseOrganization(database: Queryable, id: string, now: Date): Promise<void> {
  await eraseInvitations(database, id, now);
  for (const { part, batch } of PARTS) {
    while ((await database.query(part, [id, now, batch])).length === batch);
  }
  await database.query(EMPTY, [id, now]);
}

const FREE = command(`
  update organizations set slug = 'gone-' || left(md5(id), 32)
  where state = 'deleted' and erased_at is not null and deleted_at <= $1 and slug <> 'gone-' || left(md5(id), 32)`);

/** Short names of organizations that were deleted before `before` can be given again. */
export async function freeShortNames(database: Queryable, before: Date): Promise<void> {
  await database.query(FREE, [before]);
}
