import type pg from 'pg';

export type Fill = {
  readonly organizationId: string;
  readonly invitations: number;
  readonly people: number;
  /** Their numbers begin after this, apart from others of the same database. */
  readonly first?: number;
};

/** Ids that sort as their numbers do, apart from those that the server makes. */
const ID = (prefix: string, number: string) => `'${prefix}_0' || lpad(${number}::text, 25, '0')`;

const NAMES = `(array['Anna Kowalska', 'Łukasz Żak', 'Иван Петров', 'Ольга Ёлкина', '王伟', '陳怡君', 'Zoë Martin', 'Sam Lee'])`;

/**
 * Fills an organization that has an owner with many invitations, one a minute up to now, and many people: more than half
 * of the invitations are accepted, a fifth ran out of time, the rest stands everywhere on the way. Made by the database,
 * so that a hundred thousand of each take seconds.
 */
export async function fillLists(pool: pg.Pool, fill: Fill): Promise<void> {
  await fillPeople(pool, fill);
  await fillInvitations(pool, fill);
  // As autovacuum leaves them: what waits to be put into an index makes it dear to the planner.
  await pool.query('vacuum analyze accounts, identifiers, memberships, member_visits, invitations, messages, sessions');
}

async function fillPeople(pool: pg.Pool, { organizationId, people, first = 0 }: Fill): Promise<void> {
  const at = `now() - (n - ${first}) * interval '1 minute'`;
  const numbers = `generate_series(${first + 1}, ${first} + $1::int) n`;
  await pool.query(
    `insert into accounts (id, state, name, created_at, updated_at)
     select ${ID('acc', 'n')}, case when n % 500 = 0 then 'disabled' else 'active' end,
       ${NAMES}[1 + n % 8] || ' ' || n, ${at}, ${at} from ${numbers}`,
    [people],
  );
  await pool.query(
    `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
     select ${ID('idn', 'n')}, ${ID('acc', 'n')}, 'email', a, a, ${at}, 'code', true, ${at}
     from ${numbers}, lateral (select 'person' || n || '@people.example' as a) address`,
    [people],
  );
  await pool.query(
    `insert into memberships (id, organization_id, account_id, roles, state, created_at)
     select ${ID('mem', 'n')}, $2, ${ID('acc', 'n')},
       case when n % 1000 = 0 then array['administrator', 'member'] when n % 100 = 0 then array['inviter'] else array['member'] end,
       case when n % 50 = 0 then 'suspended' else 'active' end, ${at} from ${numbers}`,
    [people, organizationId],
  );
  await pool.query(
    `insert into sessions (id, token_hash, account_id, organization_id, methods, signed_in_at, last_seen_at, expires_at)
     select ${ID('ses', 'n')}, sha256(n::text::bytea), ${ID('acc', 'n')}, $2, array['password'], at, at, at + interval '30 days'
     from ${numbers}, lateral (select now() - (n % 5000) * interval '1 hour' as at) made where n % 4 > 0`,
    [people, organizationId],
  );
}

// Of a hundred in turn, in the order of their numbers.
const STATES = `case when n % 100 < 56 then 'accepted' when n % 100 < 76 then 'sent' when n % 100 < 84 then 'delivered'
  when n % 100 < 86 then 'bounced' when n % 100 < 90 then 'opened' when n % 100 < 91 then 'proving'
  when n % 100 < 93 then 'proven' when n % 100 < 94 then 'consented' when n % 100 < 95 then 'queued'
  when n % 100 < 97 then 'revoked' when n % 100 < 98 then 'declined' when n % 100 < 99 then 'expired' else 'superseded' end`;

/** Who is due has been reminded, early and late: nothing waits to be sent. */
const REMINDED = 3;

async function fillInvitations(pool: pg.Pool, { organizationId, invitations, first = 0 }: Fill): Promise<void> {
  const numbers = `generate_series(${first + 1}, ${first} + $1::int) n`;
  const at = `now() - ($1 - n + ${first}) * interval '1 minute'`;
  await pool.query(
    `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, name, roles, created_at,
       expires_at, created_by, resumable_until, ended_at, reminders)
     select ${ID('inv', 'n')}, $2, case when n % 10 = 3 then 'company' else 'member' end, ${STATES}, a, a,
       case when n % 3 > 0 then ${NAMES}[1 + n % 8] end, array['member'], created, created + interval '7 days',
       (select created_by from organizations where id = $2),
       case when n % 100 in (91, 92, 93) then created + interval '30 days' end,
       case when n % 100 < 56 or n % 100 >= 95 then created + interval '1 day' end,
       ${REMINDED}
     from ${numbers},
       lateral (select 'guest' || n || '@customers' || n % 7 || '.example' as a,
         ${at} as created) made`,
    [invitations, organizationId],
  );
  await pool.query(
    `insert into messages (id, organization_id, channel, template, locale, to_address, params, subject_type, subject_id, state,
       created_at, updated_at)
     select ${ID('msg', 'n')}, $2, case when n % 40 = 7 then 'sms' else 'email' end, 'M01', 'en',
       'guest' || n || '@customers' || n % 7 || '.example', '{}', 'invitation', ${ID('inv', 'n')},
       case when n % 100 in (84, 85) then 'bounced' when n % 100 = 94 then (array['queued', 'abandoned'])[1 + n / 100 % 2]
         when n % 100 < 76 then 'sent' else 'delivered' end, at, at
     from ${numbers}, lateral (select ${at} as at) made`,
    [invitations, organizationId],
  );
}
