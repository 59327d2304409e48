import type { TestApp } from './app.ts';
import { rowsOf } from './journey.ts';

/** Everything that is kept but the audit log, as one fingerprint a table. */
export async function fingerprints(app: TestApp): Promise<Record<string, string>> {
  const tables = await rowsOf(
    app,
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'audit%'`,
  );
  const prints = tables.map(async ({ name }) => {
    const [row] = await rowsOf(
      app,
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from "${name}" t`,
    );
    return [name, row?.print];
  });
  return Object.fromEntries(await Promise.all(prints));
}
