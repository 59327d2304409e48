import type { Delimiter, Encoding, Import, ImportField } from '@gatehouse/contract/imports';
import type { Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findOrganization } from '../organizations/index.ts';
import { clearRows, type NewImport, saveImport, saveRowsJson } from './import-store.ts';
import { type FileFacts, type OpenFile, openFile } from './read-file.ts';

/** Rows of one statement. */
const BATCH = 500;

/** How a person wants the file to be read; what they do not say is guessed. */
export type Reading = {
  readonly encoding?: Encoding | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly hasHeader?: boolean | undefined;
  readonly mapping?: readonly (ImportField | null)[] | undefined;
};

/** A file of an organization, to be closed. @throws AppError what {@link openFile} throws */
export async function openImport(
  { database }: Pick<Services, 'database'>,
  organizationId: string,
  file: { readonly content: Uint8Array; readonly format: Import['format'] },
  { encoding, delimiter, hasHeader, mapping }: Reading,
): Promise<OpenFile> {
  return openFile({
    ...file,
    encoding: encoding ?? null,
    delimiter: delimiter ?? null,
    hasHeader: hasHeader ?? null,
    mapping: mapping ?? null,
    home: await findHome(database, organizationId),
  });
}

/** The country of an organization: of numbers that name none. */
export async function findHome(queryable: Pick<Transaction, 'query'>, organizationId: string): Promise<string | null> {
  return (await findOrganization(queryable, organizationId))?.country ?? null;
}

/**
 * Writes the import as it is read now, and every row with what it is, some hundred at a time. Has no other effect.
 */
export async function saveTable(
  tx: Transaction,
  record: Omit<NewImport, keyof FileFacts | 'state'>,
  { facts, rows }: OpenFile,
  now: Date,
): Promise<void> {
  const canCheck = facts.mapping.includes('email') || facts.mapping.includes('phone');
  await saveImport(tx, { ...record, ...facts, state: canCheck ? 'ready' : 'uploaded' });
  await clearRows(tx, record.id);
  if (!canCheck) return;
  // By turns, not side by side: of two cores, one is left to whoever is here.
  for (let start = 0; start < facts.rowCount; start += BATCH) {
    const checked = await rows(start, BATCH);
    await saveRowsJson(tx, record, checked, now);
  }
}
