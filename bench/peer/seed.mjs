// Fills the peer's database, which its server has made, with the same world as ours.
import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import { addressOf, CANDIDATES, MEMBERS, numbered, ORGANIZATION, OWNER, PASSWORD, range, tokenOf } from '../world.ts';

const SECOND_ORGANIZATION = numbered('org', 1);
const members = [OWNER, ...range(MEMBERS)];
const candidates = range(CANDIDATES);
const everybody = [...members, ...candidates];
const idsOf = (numbers) => numbers.map((number) => numbered('acc', number));

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(
  `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
   select id, 'Person', address, true, now(), now() from unnest($1::text[], $2::text[]) q (id, address)`,
  [idsOf(everybody), everybody.map(addressOf)],
);
await client.query(
  `insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
   select id, id, 'credential', id, $2, now(), now() from unnest($1::text[]) id`,
  [idsOf(everybody), await hashPassword(PASSWORD)],
);
await client.query(
  `insert into session (id, "expiresAt", token, "createdAt", "updatedAt", "userId", "ipAddress", "userAgent")
   select id, now() + interval '7 days', token, now(), now(), id, '127.0.0.1', 'bench'
   from unnest($1::text[], $2::text[]) q (id, token)`,
  [idsOf(everybody), everybody.map((number) => tokenOf('session', number))],
);
await client.query(
  `insert into organization (id, name, slug, "createdAt") values ($1, 'Northwind Machines', 'northwind', now()),
   ($2, 'Southwind Machines', 'southwind', now())`,
  [ORGANIZATION, SECOND_ORGANIZATION],
);
await client.query(
  `insert into member (id, "organizationId", "userId", role, "createdAt")
   select id, $2, id, case when id = $3 then 'owner' else 'member' end, now() from unnest($1::text[]) id`,
  [idsOf(members), ORGANIZATION, numbered('acc', OWNER)],
);
// Into an organization of its own: to make an invitation, the peer reads the pending ones of the organization.
await client.query(
  `insert into invitation (id, "organizationId", email, role, status, "expiresAt", "createdAt", "inviterId")
   select id, $3, address, 'member', 'pending', now() + interval '7 days', now(), $4
   from unnest($1::text[], $2::text[]) q (id, address)`,
  [
    candidates.map((number) => numbered('inv', number)),
    candidates.map(addressOf),
    SECOND_ORGANIZATION,
    numbered('acc', OWNER),
  ],
);
await client.query('analyze');
await client.end();
