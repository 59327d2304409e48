import type { Import } from '@gatehouse/contract/imports';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { newId } from '../../kernel/ids.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { openImport, type Reading, saveTable } from './check-import.ts';
import { findFile, findImport, lockImport, saveFile } from './import-store.ts';

type Upload = { readonly fileName: string; readonly content: Uint8Array; readonly pasted: boolean };

/**
 * Reads a file and checks its rows; nobody is invited by it. Answers the new id.
 * @throws AppError IMPORT-EMPTY, IMPORT-UNREADABLE, IMPORT-TOO-LARGE, BUSY
 */
export async function createImport(
  services: Services,
  caller: Caller,
  place: { readonly organizationId: string; readonly accountId: string | null },
  upload: Upload,
): Promise<string> {
  const { content, fileName } = upload;
  const format = upload.pasted ? 'text' : formatOf(content);
  const { organizationId, accountId } = place;
  const file = await openImport(services, organizationId, { content, format }, {});
  const now = services.clock.now();
  const id = newId('imp', now);
  const record = { id, organizationId, fileName, format, options: null, createdBy: accountId, createdAt: now };
  try {
    await services.database.transaction(async (tx) => {
      await saveTable(tx, record, file, now);
      await saveFile(tx, id, content);
      const change = { fileName, rows: file.facts.rowCount };
      const subject = subjectOf(id);
      await recordAuditEvent(tx, caller, now, { organizationId, action: 'import.created', subject, change });
    });
  } finally {
    await file.close();
  }
  return id;
}

/** What an audit event about it names. */
export function subjectOf(id: string) {
  return { type: 'import', id };
}

/** By its first bytes; a name proves nothing. */
function formatOf(content: Uint8Array): Import['format'] {
  return content[0] === 0x50 && content[1] === 0x4b ? 'xlsx' : 'csv';
}

/**
 * Reads the file in another way, or the same way again, and checks its rows anew.
 * @throws AppError NOT-FOUND; IMPORT-STATE once it was run; as {@link createImport}
 */
export async function readAgain(
  services: Services,
  organizationId: string,
  id: string,
  changes: Reading,
): Promise<void> {
  const before = await findImport(services.database, id);
  if (before?.organizationId !== organizationId) throw new AppError('NOT-FOUND');
  const content = await findFile(services.database, id);
  if (!content || !MAY_CHANGE.includes(before.state)) throw new AppError('IMPORT-STATE');
  const { encoding, delimiter, hasHeader, mapping } = before;
  const otherTable = changes.encoding ?? changes.delimiter ?? changes.hasHeader;
  const kept = { encoding: encoding ?? undefined, delimiter: delimiter ?? undefined, hasHeader };
  const file = await openImport(
    services,
    organizationId,
    { content, format: before.format },
    {
      ...kept,
      ...(otherTable === undefined ? { mapping } : {}),
      ...(changes.encoding ? { hasHeader: undefined } : {}),
      ...defined(changes),
    },
  );
  const now = services.clock.now();
  try {
    await services.database.transaction(async (tx) => {
      const locked = await lockImport(tx, organizationId, id);
      if (!locked || !MAY_CHANGE.includes(locked.state)) throw new AppError('IMPORT-STATE');
      await saveTable(tx, locked, file, now);
    });
  } finally {
    await file.close();
  }
}

const MAY_CHANGE: readonly Import['state'][] = ['uploaded', 'ready'];

function defined(changes: Reading): Reading {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
