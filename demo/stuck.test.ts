import { type Diagnosis, type DiagnosisFix, VERDICTS } from '@gatehouse/contract/diagnosis';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/database.ts';
import { companyOf, getStuck } from './scenes.ts';
import { type Stage, setStage } from './stage.ts';
import { bringCustomers, foundHost, type Host } from './story.ts';
import { STUCK, type StuckAt, type StuckPerson } from './stuck.ts';
import { type Visitor, visitor } from './visitor.ts';

let database: TestDatabase;
let stage: Stage;
let host: Host;
let support: Visitor;
let administrator: Visitor;
beforeAll(async () => {
  database = await createTestDatabase();
  stage = await setStage({}, { databaseUrl: database.url });
  host = await foundHost(stage);
  await bringCustomers(stage, host);
  await getStuck(stage, host);
  stage.daysAgo(0);
  await stage.worker.runDue();
  support = visitor(stage, 'pl');
  await support.signIn('beata@meridian.example');
  administrator = visitor(stage, 'zh-CN');
  await administrator.signIn('chenxiao@meridian.example');
}, 120_000);
afterAll(async () => {
  await stage.close();
  await database.drop();
});

const diagnose = async (by: Visitor, identifier: string, { organization } = host) =>
  (await by.post(`/organizations/${organization}/diagnosis`, { identifier })) as unknown as Diagnosis;

async function press(by: Visitor, { href, body = {} }: DiagnosisFix, over: Record<string, unknown> = {}) {
  await by.post(href.replace('/api/v1', ''), { ...body, ...over });
  await stage.worker.runDue();
}

/** As it is taken down on the telephone. */
const SLIPS: readonly ((address: string) => string)[] = [
  (address) => address.replace(/(.)(.)@/, '$2$1@'), // neighbours swapped
  (address) => (/^[^@]+\./.test(address) ? address.replace('.', '') : address.replace(/^(.)/, '$1.')), // a dot too few, or one too many
  (address) => address.replace(/\.example$/, '.com.pl'), // another ending
  (address) => address.replace('@', '+portal@'), // a tag
];
const slipOf = (address: string, number: number): string =>
  address.startsWith('+') ? address.replace(/(\d)(\d)$/, '$2$1') : (SLIPS[number % SLIPS.length]?.(address) ?? address);

/** The link of their newest message, to the end; what the organization approves first is approved on the way. */
async function walksIn(address: string): Promise<void> {
  const guest = visitor(stage, 'en', { company: newCompany(), profile: { name: 'Nora Berg' } });
  await guest.open(address);
  const flow = await guest.walk('done', 'add-factor', 'waiting');
  if (flow.step.name === 'add-factor') await setsUpApp(guest);
  const next = await guest.walk('done', 'waiting');
  if (next.state !== 'open') return;
  const found = await diagnose(support, address);
  expect(found.verdict.code).toBe('waiting-company');
  expect(found.nobody, 'who can is said to whoever may not').toMatch(/administrator/);
  await press(administrator, (await diagnose(administrator, address)).fix as DiagnosisFix);
}

async function setsUpApp(guest: Visitor): Promise<void> {
  const { step } = await guest.step('begin-factor', { factor: 'totp' });
  const secret = Secret.fromBase32(step.name === 'add-factor' ? (step.totp?.secret ?? '') : '');
  await guest.step('add-factor', { code: new TOTP({ secret }).generate() });
  await guest.step('keep-codes');
}

/** Companies that nobody has founded yet: numbers with their check digit. */
let founded = 0;
function newCompany() {
  const digits = String(200_000_000 + founded++);
  const sum = [...digits].reduce((all, digit, place) => all + Number(digit) * (WEIGHTS[place] ?? 0), 0);
  if (sum % 11 === 10) return newCompany();
  return { name: `Firma ${founded}`, country: 'PL', registrationNumber: `${digits}${sum % 11}`, locale: 'pl' };
}
const WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7];

async function signsIn(address: string): Promise<void> {
  const guest = visitor(stage, 'en', { 'set-password': { password: 'another warm welcome to everyone' } });
  await guest.signIn(address);
  await guest.walk('done');
}

/** Whoever lost every second step: an administrator decides in the queue, then a waiting time runs, which the person is told. */
async function isLetInAnew(address: string): Promise<void> {
  const path = `/organizations/${host.organization}/recovery-requests`;
  expect(await diagnose(administrator, address)).toMatchObject({
    fix: { action: 'decide-recovery', method: 'GET' },
    seenByThem: { step: 'second-factor', at: 'after-sign-in' },
  });
  const { rows } = await stage.database.pool.query(`select id from recovery_requests where state = 'waiting'`);
  await administrator.post(`${path}/${rows[0].id}/decision`, { decision: 'approve', reason: 'Seen at the office' });
  const found = await diagnose(support, address);
  expect(found).toMatchObject({ verdict: { code: 'lost-factor-approved' }, fix: { action: 'send-instructions' } });
  await press(support, found.fix as DiagnosisFix);
  expect((await stage.mailTo(address, /./)).text).toContain('/sign-in');
}

/** No seat is free: the company frees one, or the organization that invited it gives more; the same link goes on. */
async function getsASeat({ address, owner = '' }: StuckPerson): Promise<void> {
  const company = await companyOf(stage, owner);
  const theirs = visitor(stage, 'zh-CN');
  await theirs.signIn(owner);
  await isFoundBySlips(address, 'seats-full', 0, [[theirs, company]]);
  const found = await diagnose(theirs, address, company);
  expect(found).toMatchObject({
    verdict: { tone: 'danger', text: expect.stringContaining('席位') },
    fix: { action: 'open-people', method: 'GET' },
    checks: expect.arrayContaining([expect.objectContaining({ name: 'seat', state: 'problem' })]),
  });
  expect(found.fix?.href, 'where somebody is removed').toMatch(/\/people$/);
  const path = `/organizations/${host.organization}/companies/${company.organization}/limit`;
  await administrator.post(path, { limit: 3, reason: 'One more, as asked for' });
  await walksIn(address);
  expect((await diagnose(theirs, address, company)).verdict.code).toBe('fine');
}

/** A new code is printed, and typed by whoever it is handed to. */
async function typesNewCode({ address }: StuckPerson): Promise<void> {
  const { fix: main, fixes } = await diagnose(administrator, address);
  const fix = [main, ...fixes].find((each) => each?.action === 'reset-password');
  expect(fix?.method).toBe('GET');
  const member = /people\/(\w+)/.exec(fix?.href ?? '')?.[1];
  const reset = { way: 'printed', reason: 'Came to the office', lost: true };
  const { sheet } = await administrator.post(
    `/organizations/${host.organization}/members/${member}/password-reset`,
    reset,
  );
  const guest = visitor(stage, 'en');
  const { id } = await guest.post('/flows', { kind: 'recovery', identifier: address });
  await guest.post(`/flows/${id}/printed-code`, { code: (sheet as unknown as { code: string }).code });
  const { state } = await guest.post(`/flows/${id}/set-password`, { password: 'another warm welcome to everyone' });
  expect(state).toBe('done');
  expect((await diagnose(support, address)).verdict.code).toBe('fine');
}

type End = {
  /** The verdict, and the main fix that whoever frees them presses; null: there is none but who can. */
  readonly verdict: Diagnosis['verdict']['code'];
  readonly fix: DiagnosisFix['action'] | null;
  /** Support may not: it is said who can. */
  readonly by?: 'administrator';
  /** What the person does then; null: it is for somebody else, and they were told. */
  readonly act: ((address: string) => Promise<void>) | null;
};

const RIGHT_ADDRESS = 'liu.xiaoyan@somewhere.example';

const ENDS: Readonly<Record<StuckAt, End>> = {
  'never opened': { verdict: 'not-opened', fix: 'resend', act: walksIn },
  'link ended': { verdict: 'expired', fix: 'resend', act: walksIn },
  withdrawn: { verdict: 'revoked', fix: 'invite-again', by: 'administrator', act: walksIn },
  declined: { verdict: 'declined', fix: 'invite-again', by: 'administrator', act: walksIn },
  'mail bounced': { verdict: 'bounced', fix: 'correct-address', act: () => walksIn(RIGHT_ADDRESS) },
  'sent later': { verdict: 'scheduled', fix: 'send-now', act: walksIn },
  'mail waiting': { verdict: 'queued', fix: null, act: null },
  'opened, went no further': { verdict: 'not-opened', fix: 'resend', act: walksIn },
  'opened an old link': { verdict: 'old-link', fix: 'resend', act: walksIn },
  'signed in as somebody else': { verdict: 'wrong-account', fix: 'send-instructions', act: walksIn },
  'browser without cookies': { verdict: 'no-cookies', fix: 'send-instructions', act: walksIn },
  'code not typed': { verdict: 'proving', fix: 'send-instructions', act: walksIn },
  'code of a text message not typed': { verdict: 'proving', fix: 'send-instructions', act: walksIn },
  'added, not signed in': { verdict: 'not-activated', fix: 'resend-activation', act: walksIn },
  'wrong codes': { verdict: 'wrong-codes', fix: 'send-instructions', act: walksIn },
  'no password yet': { verdict: 'no-password', fix: 'send-instructions', act: walksIn },
  'second step not set up': { verdict: 'no-second-factor', fix: 'send-instructions', act: walksIn },
  'terms not accepted': { verdict: 'terms', fix: 'send-instructions', act: walksIn },
  'no name given': { verdict: 'profile', fix: 'send-instructions', act: walksIn },
  'company not created': { verdict: 'company', fix: 'send-instructions', act: walksIn },
  'handed over, not opened': { verdict: 'not-opened', fix: 'resend', act: walksIn },
  'company waits for approval': {
    verdict: 'waiting-company',
    fix: 'approve-company',
    by: 'administrator',
    act: signsIn,
  },
  'company turned down': { verdict: 'company-rejected', fix: 'send-instructions', act: walksIn },
  'waits to join': { verdict: 'waiting-elsewhere', fix: 'send-instructions', act: null },
  'added, not signed in yet': { verdict: 'not-activated', fix: 'resend-activation', act: walksIn },
  'lost the second step': { verdict: 'lost-factor', fix: null, by: 'administrator', act: null },
  'code on paper not used': { verdict: 'printed-code', fix: 'open-person', act: null },
  'code on paper ran out': { verdict: 'printed-code-over', fix: 'reset-password', by: 'administrator', act: null },
  'no free seat': { verdict: 'seats-full', fix: 'open-people', act: walksIn },
  'locked after wrong passwords': { verdict: 'locked', fix: 'unlock', act: signsIn },
  'wrong passwords': { verdict: 'failing', fix: 'send-instructions', act: signsIn },
  'new password asked for': { verdict: 'new-password', fix: 'send-instructions', act: signsIn },
  suspended: { verdict: 'suspended', fix: 'restore-membership', by: 'administrator', act: signsIn },
  removed: { verdict: 'removed', fix: 'invite-again', by: 'administrator', act: walksIn },
  'account switched off': { verdict: 'account-disabled', fix: 'send-instructions', act: null },
  'wants no more invitations': { verdict: 'suppressed', fix: null, act: null },
  'called the mail unwanted': { verdict: 'suppressed', fix: null, act: null },
};

/** By whoever helps, with an address that was taken down wrong; the right one says what stands in the way. */
async function isFoundBySlips(
  address: string,
  verdict: End['verdict'],
  number: number,
  askers: readonly [Visitor, Host][] = [
    [support, host],
    [administrator, host],
  ],
): Promise<void> {
  for (const [place, [who, of]] of askers.entries()) {
    const typed = slipOf(address, number + place);
    const slipped = await diagnose(who, typed, of);
    const found = slipped.nearMatches.map(({ identifier }) => identifier);
    expect([slipped.verdict.code, ...found], typed).toEqual(expect.arrayContaining(['unknown', address]));
    expect((await diagnose(who, address, of)).verdict.code, address).toBe(verdict);
  }
}

/** What whoever can help is told; support reads who that is where they may not themselves. */
async function whoCan(address: string, number: number, { verdict, fix, by }: Omit<End, 'act'>): Promise<Diagnosis> {
  await isFoundBySlips(address, verdict, number);
  const theirs = await diagnose(support, address);
  if (!by) return theirs;
  expect(theirs.fix?.action).not.toBe(fix);
  expect(theirs.nobody, 'who can').toMatch(/administrator/);
  return diagnose(administrator, address);
}

describe('everybody who is stuck in the demo is found by a slip of the hand, and freed', () => {
  it.each(Object.entries(ENDS) as [StuckAt, End][])('%s', async (at, { verdict, fix, by, act }) => {
    const person: StuckPerson = STUCK[at];
    const { address } = person;
    if (person.owner) return getsASeat(person);
    const found = await whoCan(address, Object.keys(ENDS).indexOf(at), { verdict, fix, by });
    if (at === 'lost the second step') return isLetInAnew(address);
    if (verdict.startsWith('printed-code')) {
      expect(found.fix?.action).toBe(fix);
      return typesNewCode(person);
    }
    if (fix === null) {
      expect(found.nobody?.length, 'who can').toBeGreaterThan(10);
      return;
    }
    expect(found.fix).toMatchObject({ action: fix, method: 'POST' });
    await press(by ? administrator : support, found.fix as DiagnosisFix, over(fix));
    if (act === null) {
      expect(found.nobody?.length, 'who can').toBeGreaterThan(10);
      const mail = await stage.mailTo(address, /./);
      expect(mail.text, 'what they are told').toMatch(/czeka na decyzję|отключ/);
      return;
    }
    await act(address);
    const now = fix === 'correct-address' ? RIGHT_ADDRESS : address;
    expect(await diagnose(support, now)).toMatchObject({ verdict: { code: 'fine', tone: 'success' } });
  });
});

const over = (fix: DiagnosisFix['action']) => (fix === 'correct-address' ? { to: { email: RIGHT_ADDRESS } } : {});

/** What nobody of the demo is stuck at, and why. */
const NOT_ACTED: Partial<Record<Diagnosis['verdict']['code'], string>> = {
  fine: 'they are in',
  unknown: 'nobody',
  'cut-link': 'nobody is known by it',
  'no-reference': 'nobody is known by it',
  'server-error': 'nobody is known by it',
  'not-delivered': 'the mail server would have to fail for days',
  superseded: 'no invitation ends so in this release',
  unverified: 'an account without a proven address is in no organization',
  'lost-factor-approved': 'the same as "lost the second step", once an administrator has approved',
  'one-press': 'the moment between the last step and the session',
  waiting: 'the other side of "waits to join": in the console of the company that decides',
  rejected: 'the same as "company turned down", of another company',
  'company-gone': 'the same, where that company was turned down itself',
  'organization-suspended': 'then nobody of it can ask',
  'lost-factor-outside': 'the same as "lost the second step", of an owner alone: decided at the command line',
};

it('whatever the diagnosis can say, somebody of the demo is stuck at it', () => {
  const acted = new Set<string>(Object.values(ENDS).map(({ verdict }) => verdict));
  expect(VERDICTS.filter((verdict) => !acted.has(verdict) && !(verdict in NOT_ACTED))).toEqual([]);
});
