import path from 'node:path';
import { findMasterKeys } from '../config/master-keys.ts';
import { keyFingerprints } from '../platform/crypto/secret-box.ts';
import type { CheckedBackup } from '../platform/database/backup/backup-file.ts';
import { dumpDatabase } from '../platform/database/backup/dump-database.ts';
import { checkBackup } from '../platform/database/backup/restore-database.ts';
import { type Command, withDatabase } from './command.ts';

export const backup: Command = {
  summary: 'Write everything that the database holds into one file, while others work; then read the file and check it',
  takes: '<file>',
  run: (context) =>
    withDatabase(context, async ({ database, dataDirectory, description }, config) => {
      const file = path.resolve(context.given ?? '');
      const keys = keyFingerprints(findMasterKeys(config, dataDirectory));
      const { bytes } = await dumpDatabase(database, file, keys);
      const checked = await checkBackup(file);
      const text = [
        `${file}: ${describeBackup(checked)}, ${sizeOf(bytes)}.`,
        `From ${description}. The key is not in it: keep it elsewhere (docs/guide/backup.md).`,
      ].join('\n');
      return { ok: true, text, json: { file, bytes, ...factsOf(checked) } };
    }),
};

/** What a backup is, in one line. */
export function describeBackup({ manifest, end }: CheckedBackup): string {
  const at = manifest.createdAt.slice(0, 19).replace('T', ' ');
  return `${end.rows} rows in ${end.tables} tables, as of ${at} UTC, Gatehouse ${manifest.release}`;
}

/** The same for a program. */
export function factsOf({ manifest, ends, end }: CheckedBackup) {
  const { createdAt, release, keys, migrations } = manifest;
  const tables = Object.fromEntries(ends.map(({ name, rows }) => [name, rows]));
  return { createdAt, release, keys, migrations: migrations.length, rows: end.rows, tables, sha256: end.sha256 };
}

function sizeOf(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
