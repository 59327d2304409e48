import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { databaseUrl, onServer } from '../test/database-server.ts';
import { runCommandLine } from './cli.ts';
import { clockFinding, type Finding } from './commands/doctor.ts';
import { sealAudit } from './features/audit/index.ts';
import { systemClock } from './kernel/clock.ts';
import { createSecretBox } from './platform/crypto/secret-box.ts';
import { hashToken } from './platform/crypto/tokens.ts';
import { openDatabase } from './platform/database/database.ts';

const KEY = randomBytes(32);

let test: TestDatabase;
let settings: Record<string, string>;

beforeEach(async () => {
  test = await createTestDatabase();
  settings = {
    DATABASE_URL: test.url,
    GATEHOUSE_URL: 'http://localhost:3000',
    GATEHOUSE_SECRET: KEY.toString('base64'),
  };
});

afterEach(() => test.drop());

async function gatehouse(...programArguments: string[]) {
  const answers: string[] = [];
  const remarks: string[] = [];
  const code = await runCommandLine(programArguments, settings, {
    answer: (line) => answers.push(line),
    remark: (line) => remarks.push(line),
  });
  return { code, answer: answers.join('\n'), remark: remarks.join('\n') };
}

describe('the command line', () => {
  it('lists what there is, when asked and when a word is unknown', async () => {
    const help = await gatehouse('--help');
    expect(help.code).toBe(0);
    for (const name of [
      'serve',
      'migrate',
      'setup',
      'invite',
      'import',
      'diagnose',
      'doctor',
      'audit head',
      'audit verify',
    ])
      expect(help.answer).toContain(`\n  ${name} `);
    expect((await gatehouse('import', '--help')).answer).toMatch(
      /gatehouse import \[<file>\].*--dry-run .*--columns <names> /s,
    );
    const unknown = await gatehouse('constructor');
    expect(unknown.code).toBe(2);
    expect(unknown.remark).toMatch(/no command "constructor".*doctor/s);
    const { commands } = JSON.parse((await gatehouse('expel', '--json')).answer);
    expect(commands.map(({ name }: { name: string }) => name)).toContain('audit verify');
  });

  it.each([[[]], [['migrate', 'now']], [['migrate', '--force']]])('refuses %j', async (words) => {
    const { code, answer, remark } = await gatehouse(...words);
    expect({ code, answer }).toEqual({ code: 2, answer: '' });
    expect(remark).toContain(words.length === 0 ? 'gatehouse <command>' : 'gatehouse migrate');
  });

  it('says every mistake of the settings', async () => {
    Object.assign(settings, { GATEHOUSE_URL: 'nowhere', PORT: 'many' });
    const { code, remark } = await gatehouse('migrate');
    expect(code).toBe(1);
    expect(remark).toMatch(/PORT.*GATEHOUSE_URL/s);
    expect(JSON.parse((await gatehouse('migrate', '--json')).answer).mistakes).toHaveLength(2);
  });

  it('runs as a program of its own', () => {
    const program = path.join(import.meta.dirname, 'cli.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, 'migrate', '--json'], {
      env: { ...settings },
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{"applied":[]}\n', stderr: '' });
  });
});

describe('migrate', () => {
  it('names what it applied, and then nothing', async () => {
    const name = `bare_${randomBytes(6).toString('hex')}`;
    await onServer(inject('databaseServer'), `create database ${name}`);
    try {
      settings.DATABASE_URL = databaseUrl(inject('databaseServer'), name);
      expect((await gatehouse('migrate')).answer).toMatch(/^0001-\w+\.sql/);
      expect((await gatehouse('migrate')).answer).toMatch(/nothing to apply/);
    } finally {
      await onServer(inject('databaseServer'), `drop database ${name} with (force)`);
    }
  });
});

describe('setup', () => {
  it('makes a new link each time, until there is an owner', async () => {
    const first = JSON.parse((await gatehouse('setup', '--json')).answer);
    const second = JSON.parse((await gatehouse('setup', '--json')).answer);
    expect(second.url).not.toBe(first.url);
    const token = new URL(second.url).searchParams.get('token') ?? '';
    const { rows } = await test.pool.query('select setup_token_hash as hash from installation');
    expect(rows).toEqual([{ hash: hashToken(token) }]);

    await test.pool.query('update installation set completed_at = now(), setup_token_hash = null');
    expect(JSON.parse((await gatehouse('setup', '--json')).answer)).toEqual({ setUp: true, url: null });
    expect(await gatehouse('setup')).toMatchObject({ code: 0, answer: expect.stringContaining('set up already') });
  });

  it('takes the preset token', async () => {
    settings.GATEHOUSE_SETUP_TOKEN = 'a-preset-token-of-some-length';
    expect((await gatehouse('setup')).answer).toContain('/setup?token=a-preset-token-of-some-length');
  });
});

describe('doctor', () => {
  async function findings(): Promise<{ code: number; found: Record<string, Finding> }> {
    const { code, answer } = await gatehouse('doctor', '--json');
    const list: Finding[] = JSON.parse(answer).findings;
    return { code, found: Object.fromEntries(list.map((finding) => [finding.check, finding])) };
  }

  async function insertMessage(id: string, key: Buffer): Promise<void> {
    const sealed = createSecretBox([key]).seal('{"link":"x"}', `message:${id}`);
    await test.pool.query(
      `insert into messages (id, template, channel, locale, to_address, sender_name, params, secrets, state, created_at, updated_at)
       values ($1, 'invitation', 'email', 'en', 'jan@klient.example', 'Łódź Maszyny', '{}', $2, 'queued', now(), now())`,
      [id, sealed],
    );
  }

  it('finds nothing where nothing is wrong', async () => {
    await insertMessage('msg_1', KEY);
    const { code, found } = await findings();
    expect(Object.values(found).filter(({ ok }) => !ok)).toEqual([]);
    expect(code).toBe(0);
    expect(Object.keys(found)).toEqual(['settings', 'database', 'migrations', 'clock', 'keys', 'mail', 'sms']);
    expect(found.keys?.message).toContain('every message that waits (1)');
    expect((await gatehouse('doctor')).answer).toMatch(/Nothing to mend\.$/);
  });

  it('tells all that is wrong at once, each with what to do', async () => {
    await insertMessage('msg_1', KEY);
    await insertMessage('msg_2', randomBytes(32));
    await test.pool.query('delete from schema_migrations');
    Object.assign(settings, { GATEHOUSE_URL: 'http://gate.example', SMTP_URL: 'smtp://user:Wicket-7@127.0.0.1:1' });
    const { code, found } = await findings();
    expect(code).toBe(1);
    expect(found.settings).toMatchObject({ ok: false, message: expect.stringContaining('https') });
    expect(found.migrations).toMatchObject({ ok: false, message: expect.stringContaining('gatehouse migrate') });
    expect(found.mail).toMatchObject({ ok: false, message: expect.stringMatching(/127\.0\.0\.1:1 .*SMTP_URL/) });
    expect(JSON.stringify(found)).not.toContain('Wicket-7');
  });

  it('finds messages that no key opens', async () => {
    await insertMessage('msg_1', KEY);
    await insertMessage('msg_2', randomBytes(32));
    const { code, found } = await findings();
    expect(code).toBe(1);
    expect(found.keys?.message).toMatch(/^GATEHOUSE_SECRET opens 1 of 2 .*newest first/);
  });

  it('finds mail that cannot leave from an https address', async () => {
    settings.GATEHOUSE_URL = 'https://gate.example';
    expect((await findings()).found.mail).toMatchObject({ ok: false, message: expect.stringContaining('SMTP_URL') });
  });

  it('finds a wrong setting, and a database that is away', async () => {
    settings.DATABASE_URL = 'postgres://gate:Wicket-7@127.0.0.1:1/gatehouse';
    const { code, found } = await findings();
    expect(code).toBe(1);
    expect(Object.keys(found)).toEqual(['settings', 'database', 'mail', 'sms']);
    expect(found.database?.message).toMatch(/^DATABASE_URL: .*ECONNREFUSED/);
    expect(JSON.stringify(found)).not.toContain('Wicket-7');

    settings.PORT = 'many';
    expect((await findings()).found).toEqual({
      settings: { check: 'settings', ok: false, message: expect.stringContaining('PORT') },
    });
  });

  it.each([
    [4999, true],
    [-5001, false],
    [90_000, false],
  ])('judges clocks that differ by %d ms', (difference, ok) => {
    expect(clockFinding(difference).ok).toBe(ok);
  });

  it('looks at the data folder of an embedded database, beside the server that runs on it', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'gatehouse-cli-'));
    await chmod(parent, 0o711);
    settings = { GATEHOUSE_DATA: path.join(parent, 'data') };
    try {
      await gatehouse('migrate');
      expect((await findings()).found['data folder']?.ok).toBe(true);
      const file = path.join(parent, 'data/secret.key');
      await writeFile(file, `${KEY.toString('base64')}\n`, { mode: 0o644 });
      expect((await findings()).found['data folder']).toMatchObject({
        ok: false,
        message: expect.stringContaining(`chmod 600 '${file}'`),
      });
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});

describe('audit verify', () => {
  const event = `insert into audit_events (at, actor_type, action, subject_type, subject_id)
    values (now(), 'operator', 'session.ended', 'session', 'ses_1') returning id`;
  const seal = async () => {
    const database = openDatabase({ connection: { connectionString: test.url }, connections: 2, onError: () => {} });
    await sealAudit({ database, clock: systemClock, secretBox: createSecretBox([KEY]) }).run();
    await database.close();
  };

  it('tells the heads of chains that hold, and names what was put in', async () => {
    await test.pool.query(`with e as (${event}) insert into audit_unsealed select id from e`);
    await seal();
    const fine = await gatehouse('audit', 'verify');
    expect(fine).toMatchObject({ code: 0, answer: expect.stringMatching(/1 events in 1 seals, head [0-9a-f]{64}/) });
    const { rows } = await test.pool.query(event);
    const wrong = await gatehouse('audit', 'verify', '--json');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.answer)).toMatchObject({
      ok: false,
      breaches: [{ what: 'inserted', eventId: rows[0].id }],
    });
    expect((await gatehouse('audit', 'verify')).answer).toContain(`event ${rows[0].id} was inserted`);
  });

  it('tells by a head that was noted whether the end was cut off', async () => {
    await test.pool.query(`with e as (${event}) insert into audit_unsealed select id from e`);
    await seal();
    const { heads } = JSON.parse((await gatehouse('audit', 'head', '--json')).answer);
    const { head } = heads[0];
    expect((await gatehouse('audit', 'head')).answer).toContain(head);
    await test.pool.query(`with e as (${event}) insert into audit_unsealed select id from e`);
    await seal();
    const { head: newer } = JSON.parse((await gatehouse('audit', 'head', '--json')).answer).heads[0];
    const there = await gatehouse('audit', 'verify', `--head=${head},${newer}`, '--json');
    expect(there.code).toBe(0);
    expect(JSON.parse(there.answer).heads).toMatchObject([{ followedBy: 1 }, { followedBy: 0 }]);

    await test.pool.query(`set session_replication_role = origin; alter table audit_seals disable trigger all;
      alter table audit_events disable trigger all;
      with cut as (delete from audit_seals where encode(hash, 'hex') = '${newer}' returning event_ids)
      delete from audit_events using cut where id = any(event_ids)`);
    const cut = await gatehouse('audit', 'verify', `--head=${newer}`);
    expect(cut.code).toBe(1);
    expect(cut.answer).toContain(`head ${newer} is in no log`);
    expect(cut.answer).toContain('trigger audit_events_append_only is gone or switched off');
    for (const table of ['audit_events', 'audit_seals'])
      for (const kind of ['append_only', 'no_truncate'])
        await test.pool.query(`alter table ${table} enable always trigger ${table}_${kind}`);
    expect((await gatehouse('audit', 'verify')).code).toBe(0); // nobody who noted nothing sees it
    expect((await gatehouse('audit', 'verify', '--head=abc')).code).toBe(2);
  });

  it('refuses an organization that is not there, and half of its name', async () => {
    expect(await gatehouse('audit', 'verify', '--organization', 'nowhere')).toMatchObject({
      code: 1,
      remark: expect.stringContaining('"nowhere"'),
    });
    expect((await gatehouse('audit')).code).toBe(2);
    expect((await gatehouse('audit', 'verify', 'now')).code).toBe(2);
    expect((await gatehouse('migrate', '--organization', 'x')).code).toBe(2);
  });
});
