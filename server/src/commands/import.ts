import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ENCODINGS,
  IMPORT_FIELDS,
  IMPORT_LIMITS,
  type ImportField,
  importOptionsSchema,
  ROW_STATES,
} from '@gatehouse/contract/imports';
import {
  createImport,
  findClassedImport,
  findSeating,
  importHandlers,
  readAgain,
  startImport,
  stopImport,
  writeReport,
} from '../features/imports/index.ts';
import type { MessagingServices } from '../features/notifications/index.ts';
import type { MembershipView } from '../kernel/actor.ts';
import { SECOND } from '../kernel/clock.ts';
import { translator } from '../platform/i18n/translate.ts';
import { createWorker } from '../platform/jobs/jobs.ts';
import { parseInput } from '../platform/validation/parse-input.ts';
import { type Command, type CommandContext, Misuse, ORGANIZATION, organizationOf, type Report } from './command.ts';
import { operator, operatorPlace, withServices } from './operator.ts';

const OPTIONS = {
  organization: ORGANIZATION,
  'dry-run': { type: 'boolean', help: 'check every row, and invite nobody' },
  resume: {
    type: 'string',
    value: '<import>',
    help: 'go on with an import that was checked or stopped, instead of a file',
  },
  kind: {
    type: 'string',
    value: '<kind>',
    help: 'company, member or added; member if it is not said. Who is added signs in with a code',
  },
  role: { type: 'string', value: '<roles>', help: 'of members whose row names none' },
  locale: { type: 'string', value: '<tag>', help: 'language of the messages where the row names none' },
  columns: {
    type: 'string',
    value: '<names>',
    help: `what the columns hold, in order, separated by commas: ${IMPORT_FIELDS.join(', ')}; - for none`,
  },
  encoding: { type: 'string', value: '<name>', help: `guessed if it is not said: ${ENCODINGS.join(', ')}` },
  report: { type: 'string', value: '<file>', help: 'where the report goes; beside the file if it is not said' },
} as const satisfies Command['options'];

type Work = {
  readonly context: CommandContext;
  readonly services: MessagingServices;
  readonly place: MembershipView;
  readonly id: string;
};

export const importFile: Command = {
  summary: 'Invite everybody of a CSV or XLSX file, as the console does; the same file again invites nobody twice',
  takes: '[<file>]',
  options: OPTIONS,
  run: (context) => {
    const organization = organizationOf(context);
    const { given, options } = context;
    if (!given === !options.resume) throw new Misuse('Say which file, or --resume which import.');
    return withServices(context, async (services) => {
      const place = await operatorPlace(services, organization);
      const id = options.resume ?? (await upload(services, place, context));
      const work = { context, services, place, id };
      const checked = await viewOf(work);
      context.remark(`${id}: ${summaryOf(checked)}`);
      const { invalid = 0, 'no-seat': seatless = 0 } = checked.counts;
      if (options['dry-run'] === 'true') return finish(work, invalid === 0 && seatless === 0);
      const stopped = await run(work, checked);
      const { counts } = await viewOf(work);
      return finish(work, !stopped && (counts.failed ?? 0) === 0);
    });
  },
};

/** Reads the file and checks its rows. Answers the id. @throws Error that says what the columns are, where none is known to hold addresses */
async function upload(services: MessagingServices, place: MembershipView, { given = '', options }: CommandContext) {
  const content = await readFile(given).catch((error: Error) => {
    throw new Error(`${given} cannot be read: ${error.message}.`);
  });
  if (content.length > IMPORT_LIMITS.bytes) {
    throw new Error(`${given} is larger than ${IMPORT_LIMITS.bytes / 1024 / 1024} MB: split it.`);
  }
  const { organizationId } = place;
  const owner = { organizationId, accountId: null };
  const mapping = options.columns?.split(',').map(columnOf);
  const encoding = ENCODINGS.find((name) => name === options.encoding);
  if (options.encoding && !encoding) throw new Misuse(`--encoding: give one of ${ENCODINGS.join(', ')}.`);
  const file = { fileName: path.basename(given).slice(0, 200), content, pasted: false };
  const id = await createImport(services, operator(), owner, file);
  if (mapping || encoding) await readAgain(services, organizationId, id, { mapping, encoding });
  const view = await findClassedImport(services, organizationId, id);
  if (view?.state === 'uploaded') {
    const columns = view.columns.map((title, at) => title || `column ${at + 1}: ${view.sample[0]?.[at] ?? ''}`);
    throw new Error(
      `It is not clear which column holds the addresses. The columns are: ${columns.join(' | ')}. ` +
        'Say what each holds, such as --columns email,name,-',
    );
  }
  return id;
}

function columnOf(name: string): ImportField | null {
  const wanted = name.trim();
  if (wanted === '-' || wanted === '') return null;
  const field = IMPORT_FIELDS.find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (!field) throw new Misuse(`--columns: "${wanted}" is none of ${IMPORT_FIELDS.join(', ')}, or - for none.`);
  return field;
}

type View = NonNullable<Awaited<ReturnType<typeof findClassedImport>>>;

async function viewOf({ context, services, place, id }: Work): Promise<View> {
  const view = await findClassedImport(services, place.organizationId, id, kindOf(context));
  if (!view) throw new Error(`${place.name} has no import ${id}.`);
  return view;
}

/** As what rows are run; undefined where it is not said. */
function kindOf({ options: { kind } }: CommandContext): 'company' | 'member' | undefined {
  return kind === undefined ? undefined : kind === 'company' ? 'company' : 'member';
}

/** Rows by what they are, in words, and for how many there is a seat. */
function summaryOf({ counts, rowCount, seats }: Pick<View, 'counts' | 'rowCount' | 'seats'>): string {
  const t = translator('en');
  const parts = ROW_STATES.flatMap((state) => (counts[state] ? [`${t(`imports.row.${state}`)} ${counts[state]}`] : []));
  const room = seats ? `. ${t('imports.seats', seats)}` : '';
  return `${rowCount} rows. ${parts.join(', ')}${room}`;
}

const LOOK = SECOND / 4;
const TELL = 2 * SECOND;

/**
 * Runs it to its end, together with whatever server is running: each takes the next rows, none twice. Answers whether it was
 * stopped, by Ctrl-C here or by a press in the console.
 */
async function run(work: Work, checked: View): Promise<boolean> {
  const { context, services, place, id } = work;
  const { database, clock, logger } = services;
  if (checked.state !== 'running') await startImport(services, operator(), place, id, runOptions(context));
  const worker = createWorker({ database, clock, logger, handlers: importHandlers(services), pollMilliseconds: LOOK });
  const stop = () => void stopImport(services, operator(), place.organizationId, id).catch(() => {});
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  worker.start();
  try {
    let told = Date.now();
    let view = await viewOf(work);
    for (; view.state === 'running'; view = await viewOf(work)) {
      if (Date.now() - told > TELL) context.remark(summaryOf(view));
      if (Date.now() - told > TELL) told = Date.now();
      await pause(LOOK);
    }
    if (view.state === 'stopped') context.remark(`Stopped. Go on with: gatehouse import --resume ${id} ...`);
    return view.state === 'stopped';
  } finally {
    await worker.stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

function runOptions({ options: { kind = 'member', role, locale } }: CommandContext) {
  const roles = role?.split(',').map((each) => each.trim());
  const what = kind === 'added' ? { kind: 'member', added: true } : { kind };
  return parseInput(importOptionsSchema, { ...what, ...(roles ? { roles } : {}), ...(locale ? { locale } : {}) });
}

async function finish(work: Work, ok: boolean): Promise<Report> {
  const report = await saveReport(work);
  const { state, rowCount, counts, seats } = await viewOf(work);
  const text = [summaryOf({ rowCount, counts, seats }), `Report: ${report}`].join('\n');
  return { ok, text, json: { id: work.id, state, rows: rowCount, counts, seats, report } };
}

/** In a file that only its owner can read: it is full of addresses. */
async function saveReport(work: Work): Promise<string> {
  const { context, services, id } = work;
  const { options, given } = context;
  const beside = given ? path.join(path.dirname(given), `${path.parse(given).name}.${id}.csv`) : `${id}.csv`;
  const file = path.resolve(options.report ?? beside);
  const sink = createWriteStream(file, { mode: 0o600 });
  const seating = await findSeating(services, await viewOf(work), kindOf(context));
  await pipeline(writeReport(services, id, { state: null, seating }, 'en'), sink).catch((error: Error) => {
    throw new Error(`The report cannot be written to ${file}: ${error.message}. Say where else with --report <file>.`);
  });
  return file;
}
