import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { readConfig } from '../server/src/config/config.ts';
import { codeContext } from '../server/src/features/sign-in/methods/one-time-code/send-code.ts';
import { createSecretBox } from '../server/src/platform/crypto/secret-box.ts';
import { hashToken } from '../server/src/platform/crypto/tokens.ts';
import { fillLists } from '../server/test/fill-lists.ts';
import {
  ASKS_FOR_CODE,
  addressOf,
  CANDIDATES,
  CODE,
  HAS_CODE,
  INVITED,
  invitedAddress,
  LISTED,
  MASTER_KEY,
  MEMBERS,
  numbered,
  ORGANIZATION,
  OWNER,
  PASSWORD,
  range,
  tokenOf,
} from './world.ts';

/** Not those that are empty: PostgreSQL would plan for tables that stay so. */
const FILLED =
  'accounts, identifiers, passwords, organizations, memberships, sessions, invitations, invitation_tokens, flows, one_time_codes';

const SINCE = '2026-01-01T00:00:00Z';

/** Fills a migrated, empty database with the world of the benchmarks; answers the hash of everybody's password. */
export async function seed(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { memoryKiB, passes, lanes } = readConfig({}).argon2;
    const phc = await hash(PASSWORD, { algorithm: 2, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes });
    await seedPeople(client, phc);
    await seedBrowsers(client);
    await seedInvitations(client);
    await seedCodes(client);
    await seedLists(url, client);
    await client.query(`analyze ${FILLED}`);
    return phc;
  } finally {
    await client.end();
  }
}

async function seedPeople(client: pg.Client, phc: string): Promise<void> {
  const members = [OWNER, ...range(MEMBERS)];
  const everybody = [...members, ...range(CANDIDATES)];
  const accounts = everybody.map((number) => numbered('acc', number));
  await client.query(
    `insert into accounts (id, state, name, locale, created_at, updated_at)
     select id, 'active', 'Person ' || ltrim(right(id, 9), '0'), 'en', $2, $2 from unnest($1::text[]) id`,
    [accounts, SINCE],
  );
  await client.query(
    `insert into identifiers (id, account_id, kind, canonical, shown, verified_at, verified_by, is_primary, created_at)
     select 'idn' || right(id, -3), id, 'email', address, address, $3, 'code', true, $3
     from unnest($1::text[], $2::text[]) q (id, address)`,
    [accounts, everybody.map(addressOf), SINCE],
  );
  await client.query('insert into passwords (account_id, hash, set_at) select id, $2, $3 from unnest($1::text[]) id', [
    accounts,
    phc,
    SINCE,
  ]);
  await client.query(
    `insert into organizations (id, slug, name, support_contact, created_at, created_by)
     values ($1, 'northwind', 'Northwind Machines', 'help@northwind.example', $2, $3)`,
    [ORGANIZATION, SINCE, numbered('acc', OWNER)],
  );
  await client.query('update installation set completed_at = $1', [SINCE]);
  await client.query(
    `insert into memberships (id, organization_id, account_id, roles, created_at)
     select 'mem' || right(id, -3), $2, id, case when id = $3 then array['owner'] else array['member'] end, $4
     from unnest($1::text[]) id`,
    [members.map((number) => numbered('acc', number)), ORGANIZATION, numbered('acc', OWNER), SINCE],
  );
  await client.query(
    `insert into sessions (id, token_hash, account_id, organization_id, methods, signed_in_at, last_seen_at,
       expires_at, ip, user_agent)
     select 'ses' || right(id, -3), hash, id, $3, array['password'], now(), now() + interval '10 minutes',
       now() + interval '30 days', '127.0.0.1', 'bench' from unnest($1::text[], $2::bytea[]) q (id, hash)`,
    [accounts, everybody.map((number) => hashToken(tokenOf('session', number))), ORGANIZATION],
  );
}

/** Each member has a browser that they signed in with before: a new one would be a notice by mail each time. */
async function seedBrowsers(client: pg.Client): Promise<void> {
  const members = range(MEMBERS);
  await client.query(
    `insert into devices (token_hash, account_id, created_at, last_seen_at, user_agent)
     select hash, id, $3, $3, 'bench' from unnest($1::text[], $2::bytea[]) q (id, hash)`,
    [
      members.map((number) => numbered('acc', number)),
      members.map((number) => hashToken(tokenOf('client', number))),
      SINCE,
    ],
  );
}

/** Every candidate has come as far as the terms: opened the link, pressed "Accept invitation", is signed in. */
async function seedInvitations(client: pg.Client): Promise<void> {
  const candidates = range(CANDIDATES);
  const accounts = candidates.map((number) => numbered('acc', number));
  await client.query(
    `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at,
       expires_at, created_by)
     select 'inv' || right(id, -3), $3, 'member', 'opened', address, address, array['member'], now(),
       now() + interval '7 days', $4 from unnest($1::text[], $2::text[]) q (id, address)`,
    [accounts, candidates.map(addressOf), ORGANIZATION, numbered('acc', OWNER)],
  );
  await client.query(
    `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at,
       expires_at, created_by)
     select id, $3, 'member', 'sent', address, address, array['member'], now(), now() + interval '7 days', $4
     from unnest($1::text[], $2::text[]) q (id, address)`,
    [
      range(INVITED).map((number) => numbered('inv', number)),
      range(INVITED).map(invitedAddress),
      ORGANIZATION,
      numbered('acc', OWNER),
    ],
  );
  await client.query(
    `insert into invitation_tokens (token_hash, code_hash, invitation_id, created_at)
     select hash, hash, 'inv' || right(id, -3), now() from unnest($1::text[], $2::bytea[]) q (id, hash)`,
    [accounts, candidates.map((number) => hashToken(tokenOf('link', number)))],
  );
  await client.query(
    `insert into flows (id, kind, client_hash, invitation_id, accepted_at, locale, created_at, expires_at)
     select 'flw' || right(id, -3), 'invitation', hash, 'inv' || right(id, -3), now(), 'en', now(),
       now() + interval '1 day' from unnest($1::text[], $2::bytea[]) q (id, hash)`,
    [accounts, candidates.map((number) => hashToken(tokenOf('client', number)))],
  );
}

/** What the owner sees in lists, apart from what the other cases change. */
async function seedLists(url: string, client: pg.Client): Promise<void> {
  const owner = numbered('acc', OWNER);
  await client.query(
    `insert into organizations (id, slug, name, support_contact, created_at, created_by)
     values ($1, 'southwind', 'Southwind Machines', 'help@southwind.example', $2, $3)`,
    [LISTED.organization, SINCE, owner],
  );
  await client.query(
    `insert into memberships (id, organization_id, account_id, roles, created_at) values ($1, $2, $3, '{owner}', $4)`,
    [numbered('mem', LISTED.first), LISTED.organization, owner, SINCE],
  );
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { count, first, organization: organizationId } = LISTED;
  await fillLists(pool, { organizationId, invitations: count, people: count, first });
  await pool.end();
}

/** Every candidate stands before two sign-ins: at the password, where a code may be asked for, and at the code. */
async function seedCodes(client: pg.Client): Promise<void> {
  const { keyedHash } = createSecretBox([MASTER_KEY]);
  const candidates = range(CANDIDATES);
  const clients = candidates.map((number) => hashToken(tokenOf('client', number)));
  for (const [first, method] of [
    [ASKS_FOR_CODE, 'password'],
    [HAS_CODE, 'email-code'],
  ] as const) {
    const flows = candidates.map((number) => numbered('sin', first + number));
    await client.query(
      `insert into flows (id, kind, client_hash, identifier_canonical, identifier_shown, method, locale, created_at, expires_at)
       select id, 'sign-in', hash, address, address, $4, 'en', now(), now() + interval '1 day'
       from unnest($1::text[], $2::bytea[], $3::text[]) q (id, hash, address)`,
      [flows, clients, candidates.map(addressOf), method],
    );
    if (method === 'password') continue;
    const hashes = flows.map((flowId) => keyedHash(CODE, codeContext({ flowId, purpose: 'sign-in', destination: '' })));
    await client.query(
      `insert into one_time_codes (id, flow_id, purpose, channel, destination, code_hash, created_at, expires_at)
       select 'otc' || right(id, -3), id, 'sign-in', 'email', address, hash, now(), now() + interval '1 hour'
       from unnest($1::text[], $2::text[], $3::bytea[]) q (id, address, hash)`,
      [flows, candidates.map(addressOf), hashes],
    );
  }
}
