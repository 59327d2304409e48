/** The database that every test database is a copy of: migrated, empty. */
export const TEMPLATE_DATABASE = 'template_gatehouse';

/** `serverUrl` with another database; also for URLs of a Unix socket, which have no host and so are no URL for `URL`. */
export function databaseUrl(serverUrl: string, database: string): string {
  return serverUrl.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${database}`);
}
