import { migrate as applyMigrations } from '../platform/database/migrate.ts';
import { type Command, withDatabase } from './command.ts';

export const migrate: Command = {
  summary: 'Bring the database to this release, and name what was applied',
  run: (context) =>
    withDatabase(context, async ({ database }) => {
      const applied = await applyMigrations(database.pool);
      const text = applied.length === 0 ? 'The database is current: nothing to apply.' : applied.join('\n');
      return { ok: true, text, json: { applied } };
    }),
};
