// How long a backup and a restore of 100 000 people take, and how much memory: `npx tsx bench/backup.ts [people]`.
// docs/guide/backup.md says what the figures were.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dumpDatabase } from '../server/src/platform/database/backup/dump-database.ts';
import { restoreDatabase } from '../server/src/platform/database/backup/restore-database.ts';
import { type Database, openDatabase } from '../server/src/platform/database/database.ts';
import { connectionUrl, startEmbeddedPostgres } from '../server/src/platform/database/embedded.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { databaseUrl, onServer } from '../server/test/database-server.ts';

const people = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
const postgres = await startEmbeddedPostgres({ dataDirectory: folder, log: console.error });
const url = connectionUrl(postgres.connection);
const open = (at: string) =>
  openDatabase({ connection: { connectionString: at }, connections: 2, name: 'bench', onError: () => {} });
try {
  const source = open(url);
  await migrate(source.pool);
  await fill(source);
  await onServer(url, 'create database other template template0');
  const target = open(databaseUrl(url, 'other'));
  const file = path.join(folder, 'bench.backup');
  await measure('backup', () => dumpDatabase(source, file, []));
  console.log(`${(statSync(file).size / 1024 / 1024).toFixed(1)} MB`);
  await measure('restore', () => restoreDatabase(target, file, { replace: false, afterwards: async () => {} }));
  await Promise.all([source.close(), target.close()]);
} finally {
  await postgres.stop();
  for (const each of new Set([folder, postgres.dataDirectory])) rmSync(each, { recursive: true, force: true });
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const began = performance.now();
  await work();
  clearInterval(watch);
  const grown = (most - before) / 1024 / 1024;
  console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s, memory + ${grown.toFixed(0)} MB`);
}

/** Everybody has an account with a password and was invited, with what that leaves behind. */
async function fill({ pool }: Database): Promise<void> {
  const client = await pool.connect();
  const each = `from generate_series(1, ${people}) n`;
  await client.query('set statement_timeout = 0');
  await client.query(`
    insert into accounts (id, state, name, created_at, updated_at) select 'acc_' || n, 'active', 'Person ' || n, now(), now() ${each};
    insert into identifiers (id, account_id, kind, canonical, shown, verified_at, is_primary, created_at)
      select 'idn_' || n, 'acc_' || n, 'email', 'person-' || n || '@customer.example', 'person-' || n || '@customer.example', now(), true, now() ${each};
    insert into passwords select 'acc_' || n, '$argon2id$v=19$m=19456,t=2,p=1$' || md5(n::text) || '$' || md5(n::text) || md5((-n)::text), now() ${each};
    insert into organizations (id, slug, name, created_at) values ('org_1', 'northwind', 'Northwind Machines', now());
    insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at, created_by)
      select 'inv_' || n, 'org_1', 'member', 'accepted', 'person-' || n || '@customer.example', 'person-' || n || '@customer.example', '{member}', now(), now() + interval '7 days', 'acc_1' ${each};
    insert into memberships (id, organization_id, account_id, roles, invitation_id, created_at)
      select 'mem_' || n, 'org_1', 'acc_' || n, '{member}', 'inv_' || n, now() ${each};
    insert into invitation_tokens select sha256(n::text::bytea), sha256((-n)::text::bytea), 'inv_' || n, now() ${each};
    insert into invitation_events (invitation_id, at, event, actor_type)
      select 'inv_' || (n + 4) / 5, now(), 'opened', 'account' from generate_series(1, ${people * 5}) n;
    insert into messages (id, organization_id, channel, template, locale, to_address, params, state, subject_type, subject_id, created_at, updated_at)
      select 'msg_' || n, 'org_1', 'email', 'M01', 'en', 'person-' || n || '@customer.example', jsonb_build_object('organizationName', 'Northwind Machines', 'address', n), 'sent', 'invitation', 'inv_' || n, now(), now() ${each};
    insert into audit_events (organization_id, at, actor_type, actor_id, action, subject_type, subject_id, change, ip, request_id)
      select 'org_1', now(), 'account', 'acc_1', 'invitation.created', 'invitation', 'inv_' || (n + 4) / 5, jsonb_build_object('to', n), '192.0.2.7', 'req_' || n from generate_series(1, ${people * 5}) n;
    analyze`);
  client.release();
}
