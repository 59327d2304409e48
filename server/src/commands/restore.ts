import path from 'node:path';
import type { Config } from '../config/config.ts';
import { findMasterKeys, masterKeyFile } from '../config/master-keys.ts';
import { keyFingerprints } from '../platform/crypto/secret-box.ts';
import type { CheckedBackup } from '../platform/database/backup/backup-file.ts';
import { checkBackup, restoreDatabase } from '../platform/database/backup/restore-database.ts';
import type { Database } from '../platform/database/database.ts';
import { findPendingMigrations } from '../platform/database/migrate.ts';
import { type Aftercare, careAfterRestore } from './after-restore.ts';
import { describeBackup, factsOf } from './backup.ts';
import { type Command, type CommandContext, type Report, withDatabase } from './command.ts';

export const restore: Command = {
  summary: 'Put a backup into an empty database; ends every session, and holds what waited to be sent',
  takes: '<file>',
  options: {
    check: { type: 'boolean', help: 'only read the file to its end and say whether it is whole' },
    replace: {
      type: 'string',
      value: '<database>',
      help: 'lose everything that the database of this name holds, and put the backup in its place',
    },
    'other-key': {
      type: 'boolean',
      help: 'go on without the key of the backup: what is sealed under it cannot be read',
    },
  },
  run: async (context) => {
    const file = path.resolve(context.given ?? '');
    const checked = await checkBackup(file);
    if (context.options.check === 'true') {
      return { ok: true, text: `${file} is whole: ${describeBackup(checked)}.`, json: { file, ...factsOf(checked) } };
    }
    return withDatabase(context, async ({ database, dataDirectory, description }, config) => {
      refuseOtherKey(context, config, dataDirectory, checked);
      const replace = await wantsReplace(context, database);
      const { migrated, after: care } = await restoreDatabase(database, file, {
        replace,
        afterwards: (tx, { manifest }) => careAfterRestore(tx, new Date(), manifest),
        onTable: (name, rows) => rows >= 100_000 && context.remark(`${name}: ${rows} rows`),
      });
      return tell({ file, description, checked, migrated, care });
    });
  },
};

export const restored: Command = {
  summary: 'After a restore by other tools (pg_restore, an archive, a copied folder): the same care as after "restore"',
  run: (context) =>
    withDatabase(context, async ({ database }) => {
      const pending = await findPendingMigrations(database.pool);
      if (pending.length > 0) throw new Error(`The database lacks ${pending.join(', ')}. Run: gatehouse migrate`);
      const care = await database.transaction((tx) => careAfterRestore(tx, new Date(), null));
      return { ok: true, text: describeCare(care), json: care };
    }),
};

/** @throws Error unless the key of the backup is there, or it was said that this is known */
function refuseOtherKey(
  { options }: CommandContext,
  config: Config,
  dataDirectory: string,
  { manifest }: CheckedBackup,
) {
  const here = keyFingerprints(findMasterKeys(config, dataDirectory));
  const [wanted] = manifest.keys;
  if (options['other-key'] === 'true' || wanted === undefined || here.includes(wanted)) return;
  const place =
    config.databaseUrl === null ? `GATEHOUSE_SECRET, or ${masterKeyFile(dataDirectory)},` : 'GATEHOUSE_SECRET';
  throw new Error(
    `${place} is not the key of this backup (fingerprint ${wanted}; here: ${here.join(', ') || 'none'}). Put that key there. ` +
      'Without it, waiting messages, typed codes and the seals of the audit log cannot be read; if it is lost, say --other-key.',
  );
}

async function wantsReplace({ options: { replace } }: CommandContext, { pool }: Database): Promise<boolean> {
  if (replace === undefined) return false;
  const { rows } = await pool.query<{ name: string }>('select current_database() as name');
  if (rows[0]?.name === replace) return true;
  throw new Error(`The database is "${rows[0]?.name}", not "${replace}". Nothing was changed.`);
}

type Done = {
  readonly file: string;
  readonly description: string;
  readonly checked: CheckedBackup;
  readonly migrated: readonly string[];
  readonly care: Aftercare;
};

function tell({ file, description, checked, migrated, care }: Done): Report {
  const lines = [
    `${description} holds ${describeBackup(checked)}.`,
    ...(migrated.length > 0 ? [`Brought to this release: ${migrated.join(', ')}.`] : []),
    describeCare(care),
  ];
  return { ok: true, text: lines.join('\n'), json: { file, ...factsOf(checked), migrated, ...care } };
}

function describeCare({ sessions, held }: Aftercare): string {
  return [
    `Everybody signs in again (sessions that were ended: ${sessions}). One-time codes and half-done ways in are void.`,
    held === 0
      ? 'No message waited. Whatever else waits goes on with: gatehouse messages release'
      : `Messages that waited are held, for they may have left since the backup: ${held}. Then: ` +
        'gatehouse messages release, or: gatehouse messages discard',
  ].join('\n');
}
