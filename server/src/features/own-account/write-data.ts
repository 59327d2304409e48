import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Locale } from '@gatehouse/contract/locales';
import type { Caller, SignedIn } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { translator } from '../../platform/i18n/translate.ts';
import { enqueueJob } from '../../platform/jobs/jobs.ts';
import type { JobHandler } from '../../platform/jobs/run-job.ts';
import { writeZip } from '../../platform/spreadsheets/write-zip.ts';
import { tellOwner } from '../accounts/index.ts';
import { recordAuditEvent } from '../audit/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { ownDataHtml } from './domain/own-data-html.ts';
import { findOpenFile, findOwnFile, insertOwnFile, type OwnFile, readOwnFile, writeOwnFile } from './own-data-store.ts';
import { collectOwnRecord, OWN_SECTIONS, type OwnRecord } from './own-record-read-model.ts';

/** The kind of the job that writes a file. */
export const WRITE_OWN_DATA = 'write-own-data';

/** How long a file can be taken. */
const FILE_LIFE = DAY;

export function presentFile({ askedAt, expiresAt }: OwnFile) {
  const state = expiresAt ? ('ready' as const) : ('writing' as const);
  return { state, askedAt: askedAt.toISOString(), until: expiresAt?.toISOString() ?? null };
}

export async function findFile(services: MessagingServices, { accountId }: SignedIn) {
  const file = await findOwnFile(services.database, accountId, services.clock.now());
  return { file: file && presentFile(file) };
}

/** A new file in the place of the one before. @throws AppError RATE-LIMITED */
export async function askForData(services: MessagingServices, caller: Caller, { accountId }: SignedIn) {
  await services.rateLimits.consume(['own-data.account', accountId]);
  const now = services.clock.now();
  const file = await services.database.transaction(async (tx) => {
    const asked = await insertOwnFile(tx, accountId, caller.locale, now);
    await enqueueJob(tx, { kind: WRITE_OWN_DATA, payload: { id: asked.id }, lane: 'background' }, now);
    const subject = { type: 'account', id: accountId };
    await recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.data-asked', subject });
    return asked;
  });
  return presentFile(file);
}

/** The archive, for its owner alone, and the record that it was taken. @throws AppError EXPORT-GONE */
export async function takeData(services: MessagingServices, caller: Caller, { accountId }: SignedIn): Promise<Buffer> {
  const now = services.clock.now();
  const content = await readOwnFile(services.database, accountId, now);
  if (!content) throw new AppError('EXPORT-GONE');
  await services.database.transaction((tx) => {
    const subject = { type: 'account', id: accountId };
    return recordAuditEvent(tx, caller, now, { organizationId: null, action: 'account.data-taken', subject });
  });
  return content;
}

export function ownDataHandlers(services: MessagingServices): Readonly<Record<typeof WRITE_OWN_DATA, JobHandler>> {
  return {
    [WRITE_OWN_DATA]: async ({ payload }) => {
      const { id } = payload as { id: string };
      const open = await findOpenFile(services.database, id);
      if (!open) return { outcome: 'done' };
      const content = await archiveOf(await collectOwnRecord(services.database, open.accountId), open.locale);
      const now = services.clock.now();
      const until = after(now, FILE_LIFE);
      return {
        outcome: 'done',
        record: async (tx) => {
          if (!(await writeOwnFile(tx, id, content, { now, until }))) return;
          await tellOwner(services, tx, { accountId: open.accountId, kind: 'data-ready', until });
        },
      };
    },
  };
}

/** The same twice: for programs, and for people in their language. */
async function archiveOf(record: OwnRecord, locale: Locale): Promise<Buffer> {
  const t = translator(locale);
  const sections = OWN_SECTIONS.map((section) => ({
    title: t(`own.data.section.${section}`),
    rows: record[section],
  }));
  const words = { title: t('portal.data.title'), none: t('own.data.none'), locale };
  const files = [
    { name: 'data.json', text: `${JSON.stringify(record, null, 2)}\n` },
    { name: 'data.html', text: ownDataHtml(words, sections) },
  ];
  async function* entries() {
    for (const { name, text } of files) yield { name, parts: Readable.from([text]) as AsyncIterable<string> };
  }
  return buffer(Readable.from(writeZip(entries())));
}
