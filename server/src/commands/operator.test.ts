import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp, tokenOf } from '../../test/app.ts';
import { foundCompany, invite, mailsTo, open, type Place, rowsOf, walkTo } from '../../test/journey.ts';
import { runCommandLine } from '../cli.ts';

let app: TestApp;
let place: Place;
let folder: string;
beforeAll(async () => {
  app = await createTestApp();
  place = await app.setUp();
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-operator-'));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => rowsOf(app, 'delete from invitation_counts'));

const SLUG = 'northwind-machines';

async function gatehouse(...words: string[]) {
  const said: string[] = [];
  const remarked: string[] = [];
  const environment = {
    DATABASE_URL: app.databaseUrl,
    GATEHOUSE_URL: 'http://localhost:3000',
    GATEHOUSE_SECRET: Buffer.alloc(32, 7).toString('base64'),
  };
  const output = { answer: (line: string) => said.push(line), remark: (line: string) => remarked.push(line) };
  const code = await runCommandLine(words, environment, output);
  const answer = said.join('\n');
  return { code, answer, remark: remarked.join('\n'), json: () => JSON.parse(answer) };
}

const auditOf = (action: string) =>
  rowsOf(app, 'select actor_type, actor_id, subject_id, change from audit_events where action = $1 order by id', [
    action,
  ]);

describe('gatehouse invite', () => {
  it('invites as the console does, as the operator, and never prints the link', async () => {
    const made = await gatehouse('invite', 'new@urs.example', '--organization', SLUG, '--name', 'Nora New', '--json');
    expect(made).toMatchObject({ code: 0, remark: '' });
    const { id, page } = made.json();
    expect(page).toBe(`http://localhost:3000/console/${SLUG}/invitations/${id}`);
    await app.deliver();
    const mail = mailsTo(app, 'new@urs.example')[0];
    expect(made.answer).not.toContain(tokenOf(mail));
    expect(mail?.to.name).toBe('Nora New');
    const shown = (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${id}`)).json();
    expect(shown).toMatchObject({ kind: 'member', roles: ['member'], invitedBy: null, state: 'sent' });
    expect(shown.timeline[0]).toMatchObject({ event: 'created' });
    expect((await auditOf('invitation.created')).at(-1)).toMatchObject({
      actor_type: 'operator',
      actor_id: null,
      subject_id: id,
    });
  });

  it('may grant what an owner may, up to the acceptance', async () => {
    const made = await gatehouse('invite', 'boss@urs.example', '--organization', SLUG, '--role', 'owner', '--json');
    expect(made.code).toBe(0);
    await app.deliver();
    const invited = { email: 'boss@urs.example', token: tokenOf(mailsTo(app, 'boss@urs.example')[0]) };
    const visit = await walkTo(app, await open(app, invited), 'done');
    const { memberships } = (await visit.client.get('/api/v1/session')).json();
    expect(memberships).toMatchObject([{ roles: ['owner'] }]);
  });

  it('invites a company with what is known of it', async () => {
    const known = ['--company-name', 'URS Machining', '--country', 'tw', '--registration-number', '24536806'];
    const words = ['invite', 'co@urs.example', '--organization', SLUG, '--kind', 'company', '--days', '3', ...known];
    const { id } = (await gatehouse(...words, '--locale', 'zh-TW', '--note', 'Hello', '--json')).json();
    const shown = (await place.owner.get(`/api/v1/organizations/${place.org}/invitations/${id}`)).json();
    expect(shown).toMatchObject({
      kind: 'company',
      locale: 'zh-TW',
      note: 'Hello',
      company: { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' },
    });
  });

  it.each([
    [['invite', '--organization', SLUG], 2, /invite needs <address>/],
    [['invite', 'x@urs.example', '--organization', 'nowhere'], 1, /There is no organization "nowhere"/],
    [['invite', 'owner@northwind.example', '--organization', SLUG], 1, /member/],
    [['invite', 'not-an@address', '--organization', SLUG], 1, /to\.email: ./],
    [
      ['invite', 'y@urs.example', '--organization', SLUG, '--days', '99', '--role', 'king'],
      1,
      /roles.*\n.*expiresInDays/,
    ],
  ])('%j answers %i in words', async (words, code, pattern) => {
    const refused = await gatehouse(...words);
    expect(refused).toMatchObject({ code, answer: '' });
    expect(refused.remark).toMatch(pattern);
  });
});

describe('gatehouse import', () => {
  const rows = ['email,name', ...[1, 2, 3].map((n) => `row-${n}@urs.example,Row ${n}`), 'broken,Nobody'];
  const write = async (name: string, lines: readonly string[]) => {
    const file = path.join(folder, name);
    await writeFile(file, lines.join('\n'));
    return file;
  };
  const count = async () =>
    (await rowsOf(app, `select 1 from invitations where address_canonical like 'row-%'`)).length;

  it('checks without inviting, then invites; the same file again invites nobody twice', async () => {
    const file = await write('people.csv', rows);
    const dry = await gatehouse('import', file, '--organization', SLUG, '--dry-run', '--json');
    expect(dry.code).toBe(1); // one row is to be corrected
    expect(dry.json()).toMatchObject({ state: 'ready', rows: 4, counts: { new: 3, invalid: 1 } });
    expect(await count()).toBe(0);

    const { id } = dry.json();
    const done = await gatehouse('import', '--resume', id, '--organization', SLUG, '--json', '--report', `${file}.txt`);
    expect(done.code).toBe(1);
    expect(done.json()).toMatchObject({ id, state: 'done', counts: { created: 3, failed: 1 } });
    expect(await count()).toBe(3);
    const report = await readFile(`${file}.txt`, 'utf8');
    expect(report).toMatch(/1,Invited,,/);
    expect(report).toMatch(/4,Failed,EMAIL-INVALID,[^,]+,broken/);
    expect((await stat(`${file}.txt`)).mode & 0o077).toBe(0);

    const again = await gatehouse('import', file, '--organization', SLUG);
    expect(again.answer).toMatch(/4 rows\. Skipped 3, Failed 1\nReport: .*people\.imp_\w+\.csv/);
    expect(await count()).toBe(3);
    expect((await readdir(folder)).filter((name) => name.startsWith('people.imp_'))).toHaveLength(2);
    const left = (await app.deliver()).map(({ to }) => to.address);
    expect(left.filter((address) => address.startsWith('row-')).toSorted()).toEqual(
      [1, 2, 3].map((n) => `row-${n}@urs.example`),
    );
    expect((await auditOf('import.started')).map(({ actor_type }) => actor_type)).toEqual(['operator', 'operator']);
    expect((await auditOf('invitation.created')).at(-1)).toMatchObject({ actor_type: 'operator' });
    const shown = await place.owner.get(`/api/v1/organizations/${place.org}/imports/${id}`);
    expect(shown.json().createdBy).toBeNull();
  });

  it('is told which column holds the addresses', async () => {
    const file = await write('odd.csv', ['Nora;post', 'Nora New;odd at urs']);
    const unclear = await gatehouse('import', file, '--organization', SLUG);
    expect(unclear).toMatchObject({ code: 1, answer: '' });
    expect(unclear.remark).toMatch(/not clear which column.*Nora \| .*post.*--columns/);
    const told = await gatehouse('import', file, '--organization', SLUG, '--columns', 'name,email', '--dry-run');
    expect(told.answer).toMatch(/2 rows\. To correct 2/);
    expect((await gatehouse('import', file, '--organization', SLUG, '--columns', 'surname')).code).toBe(2);
  });

  it('says before it runs for whom there is no seat; companies need none', async () => {
    const file = await write('seats.csv', ['email', 'seat-1@urs.example', 'seat-2@urs.example']);
    await rowsOf(app, 'update organizations set member_limit = 1 where id = $1', [place.org]);
    try {
      const dry = await gatehouse('import', file, '--organization', SLUG, '--dry-run', '--json');
      expect(dry.code).toBe(1);
      expect(dry.json()).toMatchObject({ counts: { 'no-seat': 2 }, seats: { left: 0, without: 2 } });
      expect(dry.remark).toMatch(/2 rows\. No seat 2\. No seat is left\. 2 rows of this list find none\./);
      expect(await readFile(dry.json().report, 'utf8')).toMatch(/2,No seat,SEATS-FULL,/);
      const companies = await gatehouse(
        'import',
        file,
        '--organization',
        SLUG,
        '--dry-run',
        '--json',
        '--kind',
        'company',
      );
      expect(companies.code).toBe(0);
      expect(companies.json()).toMatchObject({ counts: { new: 2 }, seats: null });
    } finally {
      await rowsOf(app, 'update organizations set member_limit = null');
    }
  });

  it.each([
    [['import', '--organization', SLUG], 2, /Say which file/],
    [['import', '/nowhere.csv', '--organization', SLUG], 1, /nowhere.csv cannot be read/],
    [['import', '--resume', 'imp_nothing', '--organization', SLUG], 1, /has no import imp_nothing/],
  ])('%j answers %i in words', async (words, code, pattern) => {
    const refused = await gatehouse(...words);
    expect(refused.code).toBe(code);
    expect(refused.remark).toMatch(pattern);
  });
});

describe('gatehouse diagnose', () => {
  it('says the reason, what was checked, and where to help', async () => {
    await invite(app, place, { to: { email: 'stuck@urs.example' } });
    const said = await gatehouse('diagnose', 'Stuck@urs.example', '--organization', SLUG);
    expect(said.code).toBe(0);
    expect(said.answer).toMatch(
      /stuck@urs\.example.*\[not-opened\].*^\+ .*^> .*: http:\/\/localhost:3000\/console\//ims,
    );
    expect((await auditOf('diagnosis.viewed')).at(-1)).toMatchObject({ actor_type: 'operator' });
    const polish = await gatehouse(
      'diagnose',
      'nobody@urs.example',
      '--organization',
      SLUG,
      '--locale',
      'pl',
      '--json',
    );
    expect(polish.json().verdict).toMatchObject({ code: 'unknown', text: expect.stringMatching(/[ąćęłńóśźż]/) });
    expect((await gatehouse('diagnose', 'x@y.example', '--organization', SLUG, '--locale', 'xx')).code).toBe(2);
  });
});

describe('gatehouse organization', () => {
  const stateOf = async () =>
    (await rowsOf(app, 'select state from organizations where id = $1', [place.org]))[0]?.state;

  it('suspends and resumes, the first organization as well, and says whom it concerns', async () => {
    const suspended = await gatehouse('organization', 'suspend', SLUG, '--reason', 'Court order 12');
    expect(suspended.answer).toMatch(/Northwind Machines is suspended: 2 people cannot get in, \d+ invitations wait/);
    expect(await stateOf()).toBe('suspended');
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/settings`)).statusCode).toBe(404);
    expect((await gatehouse('organization', 'suspend', SLUG, '--reason', 'Again')).remark).toMatch(/not possible/);
    expect((await gatehouse('organization', 'resume', SLUG, '--reason', 'Lifted')).code).toBe(0);
    expect(await stateOf()).toBe('active');
    expect(await auditOf('organization.suspended')).toEqual([
      {
        actor_type: 'operator',
        actor_id: null,
        subject_id: place.org,
        change: { name: 'Northwind Machines', reason: 'Court order 12' },
      },
    ]);
  });

  it('limits the members, and takes the limit away', async () => {
    const limited = await gatehouse('organization', 'limit', SLUG, '15', '--reason', 'Contract 12');
    expect(limited.answer).toMatch(
      /Northwind Machines may have no more than 15 members: \d+ are there, \d+ invitations wait/,
    );
    expect((await gatehouse('organization', 'limit', SLUG, 'none', '--reason', 'Contract 13')).code).toBe(0);
    expect((await auditOf('organization.limit-set')).map(({ change }) => change)).toEqual([
      { name: 'Northwind Machines', memberLimit: { before: null, after: 15 }, reason: 'Contract 12' },
      { name: 'Northwind Machines', memberLimit: { before: 15, after: null }, reason: 'Contract 13' },
    ]);
  });

  it('deletes after a waiting time, and keeps', async () => {
    const asked = await gatehouse('organization', 'delete', SLUG, '--reason', 'Moved away');
    expect(asked.answer).toMatch(/is deleted at 20.*organization keep northwind-machines/s);
    const closed = (await place.owner.get('/api/v1/session/closed-organizations')).json().items;
    expect(closed).toMatchObject([{ standing: { state: 'deleting', by: null }, mayKeep: false }]);
    expect((await gatehouse('organization', 'keep', SLUG)).answer).toMatch(/is not deleted/);
    expect((await gatehouse('organization', 'resume', SLUG, '--reason', 'Stays')).code).toBe(0);
    expect(await stateOf()).toBe('active');
  });

  it.each([
    [['organization', 'suspend', SLUG], 2, /Say why/],
    [['organization', 'suspend', 'nowhere', '--reason', 'None'], 1, /There is no organization "nowhere"/],
    [['organization', 'keep'], 2, /needs <short-name>/],
    [['organization', 'limit', SLUG, '--reason', 'Why'], 2, /needs <short-name> <n\|none>/],
    [['organization', 'limit', SLUG, '0', '--reason', 'Why'], 2, /a number from 1 on, or none/],
  ])('%j answers %i in words', async (words, code, pattern) => {
    expect(await gatehouse(...words)).toMatchObject({ code, remark: expect.stringMatching(pattern) });
  });
});

describe('the organization of a command', () => {
  it('is the only one where none is named; of several one has to be', async () => {
    const made = await gatehouse('invite', 'only@urs.example', '--json');
    expect(made).toMatchObject({ code: 0, remark: '' });
    expect(made.json().organization).toBe(place.org);
    expect((await gatehouse('diagnose', 'only@urs.example')).answer).toContain('only@urs.example');
    await foundCompany(app, place, { email: 'second@urs.example' });
    const refused = await gatehouse('invite', 'third@urs.example');
    expect(refused).toMatchObject({ code: 2, answer: '' });
    expect(refused.remark).toMatch(/--organization <slug>\. There are northwind-machines, urs-machining\./);
  });
});
