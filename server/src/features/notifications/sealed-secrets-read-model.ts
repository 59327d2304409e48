import { type Queryable, statement } from '../../platform/database/database.ts';

const NEWEST = statement<{ id: string; secrets: Buffer }>(`
  select id, secrets from messages where secrets is not null order by created_at desc limit $1`);

/** Sealed secrets of the newest messages that have not left yet. */
export function listSealedSecrets(queryable: Queryable, limit: number): Promise<{ id: string; secrets: Buffer }[]> {
  return queryable.query(NEWEST, [limit]);
}
