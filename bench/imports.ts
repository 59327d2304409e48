// Ten thousand invitations from a file: how fast they are checked, how fast they are made, and what others notice of it.
import pg from 'pg';
import { insertAuditEvents } from '../server/src/features/audit/audit-store.ts';
import { insertInvitations } from '../server/src/features/invitations/invitation-batch-store.ts';
import { countMessages } from '../server/src/features/invitations/invitation-count-store.ts';
import { insertMessages } from '../server/src/features/notifications/message-store.ts';
import { newId } from '../server/src/kernel/ids.ts';
import { hashToken, newToken } from '../server/src/platform/crypto/tokens.ts';
import { type Contestant, dropOwedMail, type Environment } from './environment.ts';
import { type Generator, median, quantile } from './rounds.ts';
import { addressOf, MEMBERS, numbered, ORGANIZATION, OWNER, range, tokenOf } from './world.ts';

const ROWS = 10_000;
/** The first round warms up and does not count. */
const ROUNDS = 4;
/** As the server's own. */
const BATCH = 200;
const WATCHED = 4000;
const WATCHED_ROUNDS = 5;

/** What is promised: rows checked in a second, the share of what the database takes, how much longer others wait at most. */
export const IMPORT_PROMISES = { checked: 5000, share: 0.3, slower: 2 } as const;

export type ImportFigures = {
  readonly text: string;
  readonly checked: number;
  readonly share: number;
  readonly slower: number;
};

export async function measureImport(at: Environment, generator: Generator): Promise<ImportFigures> {
  const { gatehouse, floor } = at;
  const memoryBefore = gatehouse.memory();
  const rates: { checked: number; run: number; floor: number; memory: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const people = range({ first: 100_000 + round * ROWS, count: ROWS });
    const checked = await timed(() => upload(gatehouse, people));
    const run = await timed(() => runToEnd(gatehouse, checked.answer));
    const memory = gatehouse.memory();
    await dropOwedMail(gatehouse);
    const insert = await timed(() => insertAll(floor, people));
    await dropOwedMail(floor);
    if (round > 0) rates.push({ checked: checked.rate, run: run.rate, floor: insert.rate, memory });
  }
  const noticed = await noticeImports(gatehouse, generator);
  const of = (name: 'checked' | 'run' | 'floor' | 'memory') => median(rates.map((rate) => rate[name]));
  const share = median(rates.map(({ run, floor: raw }) => run / raw));
  const times = { checking: slowerBy(noticed, 'checking'), running: slowerBy(noticed, 'running') };
  const all = (name: keyof Noticed) => spread(noticed.flatMap((round) => round[name]));
  return {
    checked: of('checked'),
    share,
    slower: Math.max(times.checking, times.running),
    text: [
      `import of ${ROWS} rows: checked ${of('checked').toFixed(0)}/s (at least ${IMPORT_PROMISES.checked}); ` +
        `run ${share.toFixed(2)} of multi-row inserts (at least ${IMPORT_PROMISES.share})`,
      `    gatehouse ${of('run').toFixed(0)}/s, floor ${of('floor').toFixed(0)}/s`,
      `    session check meanwhile (ms): quiet ${all('quiet')}; during checks ${all('checking')}; during runs ` +
        `${all('running')}; p99 ${times.checking.toFixed(1)} and ${times.running.toFixed(1)} times the quiet one ` +
        `(at most ${IMPORT_PROMISES.slower})`,
      `    resident memory: before ${memoryBefore.toFixed(0)} MB, after each of ${rates.length} imports ` +
        rates.map(({ memory }) => memory.toFixed(0)).join(', '),
    ].join('\n'),
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; rate: number }> {
  const began = performance.now();
  const answer = await work();
  return { answer, rate: (ROWS * 1000) / (performance.now() - began) };
}

/** What one browser that asks every ten milliseconds notices. */
async function watch({ port, wishes }: Contestant, generator: Generator, milliseconds: number) {
  const exchanges = range(MEMBERS).map(wishes.sessionCheck);
  const load = { port, connections: 1, milliseconds, exchanges, again: true, pause: 10 };
  return (await generator.ask({ kind: 'throughput', load })).times;
}

type Noticed = {
  readonly quiet: readonly number[];
  readonly checking: readonly number[];
  readonly running: readonly number[];
};

/** Round by round, quiet and busy next to each other: whatever else the machine does hits both. */
async function noticeImports(gatehouse: Contestant, generator: Generator): Promise<Noticed[]> {
  const rounds: Noticed[] = [];
  let people = 300_000;
  const next = () => {
    people += ROWS;
    return upload(gatehouse, range({ first: people, count: ROWS }));
  };
  for (let round = 0; round < WATCHED_ROUNDS; round++) {
    const quiet = await watch(gatehouse, generator, WATCHED);
    const ids: string[] = [];
    const checking = await whileWatched(gatehouse, generator, async () => {
      ids.push(await next());
    });
    const running = await whileWatched(gatehouse, generator, async () => {
      await runToEnd(gatehouse, ids.pop() ?? (await next()));
    });
    await dropOwedMail(gatehouse);
    rounds.push({ quiet, checking, running });
  }
  return rounds;
}

function slowerBy(rounds: readonly Noticed[], name: 'checking' | 'running'): number {
  return median(rounds.map((round) => p99(round[name]) / p99(round.quiet)));
}

async function whileWatched(gatehouse: Contestant, generator: Generator, work: () => Promise<void>) {
  let over = false;
  const times = watch(gatehouse, generator, WATCHED).finally(() => {
    over = true;
  });
  while (!over) await work();
  return times;
}

const spread = (times: readonly number[]) => `p50 ${median(times).toFixed(1)} p99 ${p99(times).toFixed(1)}`;
const p99 = (times: readonly number[]) => quantile(times, 0.99);

async function ask<T>({ port }: Contestant, method: string, path: string, body?: string | object): Promise<T> {
  const file = typeof body === 'string';
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/organizations/${ORGANIZATION}/imports${path}`, {
    method,
    headers: {
      cookie: `gatehouse=${tokenOf('session', OWNER)}`,
      origin: `http://127.0.0.1:${port}`,
      ...(body ? { 'content-type': file ? 'application/octet-stream' : 'application/json' } : {}),
    },
    ...(body ? { body: file ? body : JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as T;
}

/** Answers the id of the import whose every row is to be invited. */
async function upload(server: Contestant, people: readonly number[]): Promise<string> {
  const lines = people.map((number) => `${addressOf(number)},Person ${number},pl,member,Note for person ${number}`);
  const file = `email,name,language,role,note\n${lines.join('\n')}\n`;
  const { id, counts } = await ask<{ id: string; counts: { new?: number } }>(server, 'POST', '/file?name=x.csv', file);
  if (counts.new !== people.length) throw new Error(`not every row is new: ${JSON.stringify(counts)}`);
  return id;
}

async function runToEnd(server: Contestant, id: string): Promise<void> {
  await ask(server, 'POST', `/${id}/run`, { kind: 'member' });
  for (;;) {
    const { state, counts } = await ask<{ state: string; counts: { created?: number } }>(server, 'GET', `/${id}`);
    if (state === 'done' && counts.created === ROWS) return;
    if (state !== 'running') throw new Error(`the import ended otherwise: ${state} ${JSON.stringify(counts)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The same rows by the same statements, with values made beforehand, on one connection that does nothing else. */
async function insertAll({ databaseUrl }: Contestant, people: readonly number[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const query = async ({ name, text }: { name: string; text: string }, values?: readonly unknown[]) =>
    (await client.query({ name, text, values: values as unknown[] })).rows as never;
  const by = { organizationId: ORGANIZATION, inviterId: numbered('acc', OWNER) };
  for (let start = 0; start < people.length; start += BATCH) {
    const now = new Date();
    const batch = people.slice(start, start + BATCH).map((number) => rowOf(number, now));
    await client.query('begin');
    await insertInvitations({ query }, by, batch, now);
    const who = { at: now, actorType: 'account', actorId: by.inviterId, ip: '', requestId: '' };
    const events = batch.map(({ id, change }) => ({
      action: 'invitation.created',
      subjectType: 'invitation',
      subjectId: id,
      change,
      organizationId: ORGANIZATION,
    }));
    await insertAuditEvents({ query }, who, events);
    const of = { kind: 'deliver-message', lane: 2, organizationId: ORGANIZATION, at: now };
    await insertMessages(
      { query },
      of,
      batch.map(({ message }) => message),
    );
    const recipients = batch.map(({ canonical }) => canonical);
    await countMessages({ query }, { organizationId: ORGANIZATION, invitations: batch.length, recipients }, now);
    await client.query('commit');
  }
  await client.end();
}

function rowOf(number: number, now: Date) {
  const id = newId('inv', now);
  const canonical = addressOf(number);
  const secret = hashToken(newToken());
  const note = `Note for person ${number}`;
  const params = {
    productName: 'Northwind Machines',
    inviterName: 'Person 0',
    organizationName: 'Northwind Machines',
    address: canonical,
    recipientName: `Person ${number}`,
    role: 'member',
    expiresAt: now.toISOString(),
    timeZone: 'Asia/Taipei',
    note,
    supportContact: 'help@northwind.example',
    docsUrl: null,
  };
  const message = {
    id: newId('msg', now),
    jobId: newId('job', now),
    organizationId: ORGANIZATION,
    channel: 'email',
    template: 'M01',
    locale: 'pl',
    toAddress: canonical,
    toName: `Person ${number}`,
    senderName: 'Northwind Machines',
    replyTo: 'person0@people.example',
    params,
    secrets: Buffer.alloc(330),
    subjectType: 'invitation',
    subjectId: id,
    usefulUntil: null,
    firstGateway: 0,
    createdAt: now,
  } as const;
  return {
    id,
    organizationId: ORGANIZATION,
    kind: 'member',
    canonical,
    shown: canonical,
    addressKind: 'email',
    phone: null,
    name: `Person ${number}`,
    locale: 'pl',
    roles: ['member'],
    note,
    company: null,
    createdBy: numbered('acc', OWNER),
    expiresAt: now,
    secrets: { tokenHash: secret, codeHash: hashToken(newToken()) },
    change: { to: canonical, kind: 'member', roles: ['member'], expiresAt: now.toISOString() },
    message,
  } as const;
}
