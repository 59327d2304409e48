import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  codeOfProblem,
  foundCompany,
  invite,
  join,
  mailsTo,
  open,
  type Place,
  proveEverybody,
  rowsOf,
  signIn,
  textsTo,
  walkTo,
} from '../../../test/journey.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { createSecretBox } from '../../platform/crypto/secret-box.ts';
import { measureSms } from '../../platform/sms/segments.ts';
import { verifyAuditChain } from '../audit/index.ts';
import { WHAT_BECOMES } from './domain/what-becomes.ts';

const ASKED = { shortName: 'urs-machining', reason: 'The contract has ended' };

let app: TestApp;
let place: Place;
let company: Place & { slug: string };
beforeEach(async () => {
  app = await createTestApp();
  place = await app.setUp();
  company = await foundCompany(app, place);
  await proveEverybody(app);
});
afterEach(() => app.close());

const closeOwn = () => company.owner.post(`/api/v1/organizations/${company.org}/closing`, ASKED);
const closed = async () => (await company.owner.get('/api/v1/session/closed-organizations')).json().items;
const keep = () => company.owner.post(`/api/v1/session/closed-organizations/${company.org}/keep`);
const stateOf = async (id = company.org) =>
  (
    await rowsOf(app, 'select state, suspended_at is not null as suspended, slug from organizations where id = $1', [
      id,
    ])
  )[0];
const companies = () => `/api/v1/organizations/${place.org}/companies/${company.org}`;

async function pass(milliseconds: number) {
  app.clock.advance(milliseconds);
  await rowsOf(app, 'update sessions set last_seen_at = $1', [app.clock.now()]);
  await app.deliver();
  await proveEverybody(app);
}

/** Something of everything that an organization can have. */
async function furnish() {
  const base = `/api/v1/organizations/${company.org}`;
  await invite(app, company, { kind: 'member', to: { email: 'mei@urs.example' }, note: 'Welcome' });
  const member = await join(app, company, ['member'], 'tom@urs.example');
  await proveEverybody(app);
  for (const [path, body] of [
    ['imports', { text: 'email\nrow@urs.example' }],
    ['views', { list: 'invitations', name: 'Bounced', search: { state: 'bounced' }, shared: true, isDefault: true }],
    ['exports', { of: 'invitations', filters: {} }],
  ] as const) {
    const answer = await company.owner.post(`${base}/${path}`, body);
    expect(answer.statusCode, answer.body).toBeLessThan(300);
  }
  expect((await company.owner.patch(`${base}/branding`, { accent: '#1d6f42' })).statusCode).toBe(200);
  await rowsOf(
    app,
    `insert into webhooks (organization_id, url, secrets, changed_at) values ($1, 'https://hooks.urs.example', 'x', now())`,
    [company.org],
  );
  await app.deliver();
  return member;
}

describe('closing an organization', () => {
  it('is asked for by its owner, who types its short name, and can be kept for seven days', async () => {
    const wrong = await company.owner.post(`/api/v1/organizations/${company.org}/closing`, {
      ...ASKED,
      shortName: 'urs',
    });
    expect(wrong.json().errors).toMatchObject([
      { path: 'shortName', code: 'SHORT-NAME-WRONG', params: { expected: 'urs-machining' } },
    ]);
    const answer = await closeOwn();
    expect(answer.statusCode, answer.body).toBe(200);
    const { dueAt } = answer.json();
    expect(Date.parse(dueAt) - app.clock.now().getTime()).toBeGreaterThan(7 * DAY - HOUR);
    expect(codeOfProblem(await company.owner.get(`/api/v1/organizations/${company.org}/settings`))).toBe('NOT-FOUND');
    await app.deliver();
    expect(mailsTo(app, 'willy@urs.example').at(-1)?.subject).toBe('URS Machining will be deleted');
    expect(await closed()).toMatchObject([
      { standing: { state: 'deleting', dueAt, reason: ASKED.reason, staysSuspended: false }, mayKeep: true },
    ]);
    await pass(6 * DAY);
    expect((await keep()).statusCode).toBe(204);
    expect(await stateOf()).toMatchObject({ state: 'active' });
    await app.deliver();
    expect(mailsTo(app, 'willy@urs.example').at(-1)?.subject).toBe('URS Machining is not deleted');
    await pass(2 * DAY);
    expect(await stateOf()).toMatchObject({ state: 'active' });
  });

  it('is told to whoever administers it with nothing but a phone, by text message in one part', async () => {
    const phone = '+48512345678';
    const to = { kind: 'member', to: { phone }, roles: ['administrator'] };
    await walkTo(app, await open(app, await invite(app, company, to)), 'done');
    expect((await closeOwn()).statusCode).toBe(200);
    await app.deliver();
    expect(textsTo(app, phone).at(-1)).toMatch(
      /^URS Machining will be deleted from Gatehouse on \d+ \w+\. To keep it, sign in: \S+\/portal$/,
    );
    expect((await keep()).statusCode).toBe(204);
    await app.deliver();
    expect(textsTo(app, phone).at(-1)).toMatch(/^URS Machining stays: /);
    expect(textsTo(app, phone).map((text) => measureSms(text).parts)).toEqual(textsTo(app, phone).map(() => 1));
    expect(
      await rowsOf(app, `select 1 as one from messages where template = 'S15' and to_address <> $1`, [phone]),
    ).toEqual([]);
  });

  it('closed from outside it stays suspended when its owner keeps it', async () => {
    expect((await place.owner.post(`${companies()}/deletion`, ASKED)).json()).toMatchObject({
      standing: { state: 'deleting', staysSuspended: true },
      mayKeep: true,
    });
    expect(await closed()).toMatchObject([{ contact: { name: 'Northwind Machines' }, mayKeep: true }]);
    expect((await keep()).statusCode).toBe(204);
    expect(await stateOf()).toMatchObject({ state: 'suspended', suspended: true });
    expect((await place.owner.post(`${companies()}/deletion`, ASKED)).statusCode).toBe(200);
    expect((await place.owner.delete(`${companies()}/deletion`)).json()).toMatchObject({
      standing: { state: 'suspended' },
    });
  });

  it('is for owners, with a fresh proof; what the installation wants gone they cannot keep', async () => {
    const member = await join(app, company, ['administrator'], 'tom@urs.example');
    await proveEverybody(app);
    const path = `/api/v1/organizations/${company.org}/closing`;
    expect(codeOfProblem(await member.post(path, ASKED))).toBe('FORBIDDEN');
    await closeOwn();
    expect((await place.owner.get(companies())).json()).toMatchObject({ mayClose: true, mayKeep: false });
    expect(codeOfProblem(await place.owner.delete(`${companies()}/deletion`))).toBe('FORBIDDEN');
    expect(codeOfProblem(await member.post(`/api/v1/session/closed-organizations/${company.org}/keep`))).toBe(
      'NOT-FOUND',
    );
    await rowsOf(app, 'update organizations set deletion_asked_by_organization = null where id = $1', [company.org]);
    expect(await closed()).toMatchObject([{ mayKeep: false }]);
    expect(codeOfProblem(await keep())).toBe('FORBIDDEN');
  });

  it('the first organization stays while others depend on it, and nobody leaves companies waiting', async () => {
    const path = `/api/v1/organizations/${place.org}/closing`;
    expect((await place.owner.get(path)).json()).toMatchObject({ isFirst: true, effects: { companies: 1 } });
    const asked = { ...ASKED, shortName: 'northwind-machines' };
    expect(codeOfProblem(await place.owner.post(path, asked))).toBe('ORG-FIRST');
    await rowsOf(
      app,
      `insert into company_approvals (company_id, supplier_id, invitation_id, account_id, requested_at)
       select $1, $2, i.id, m.account_id, now() from invitations i, memberships m where m.organization_id = $2 limit 1`,
      [place.org, company.org],
    );
    expect(codeOfProblem(await closeOwn())).toBe('ORG-DECIDES');
  });
});

describe('what is deleted', () => {
  it('is everything that names it, but the logs and what belongs to people', async () => {
    const member = await furnish();
    const invited = await invite(app, company, { kind: 'member', to: { email: 'late@urs.example' } });
    await proveEverybody(app);
    expect((await closeOwn()).statusCode).toBe(200);
    await pass(7 * DAY + HOUR);
    expect(await stateOf()).toMatchObject({ state: 'deleted' });

    for (const [place_, becomes] of Object.entries(WHAT_BECOMES)) {
      if (becomes !== 'erased') continue;
      const [table, column] = place_.split('.');
      expect(await rowsOf(app, `select 1 from ${table} where ${column} = $1`, [company.org]), place_).toEqual([]);
    }
    const left = `select count(*)::int as n from`;
    const counts = await Promise.all(
      [
        `${left} memberships where organization_id = $1 and state <> 'removed'`,
        `${left} invitations where organization_id = $1 and (state not in ('revoked', 'accepted') or name is not null or note is not null or address_canonical not like '%@erased.invalid')`,
        `${left} messages where organization_id = $1 and to_address <> 'erased' and template <> 'M27'`,
        `${left} invitation_events e join invitations i on i.id = e.invitation_id where i.organization_id = $1`,
      ].map((sql) => rowsOf<{ n: number }>(app, sql, [company.org])),
    );
    expect(counts.map(([row]) => row?.n)).toEqual([0, 0, 0, 0]);

    const stopped = (await open(app, invited)).flow;
    expect(stopped).toMatchObject({ state: 'stopped', problem: { code: 'ORG-DELETED' } });
    expect((await app.client().get(`/i/${invited.token}`)).body).toContain('This organization was closed');
    expect((await member.get('/api/v1/session')).json()).toMatchObject({ memberships: [] });
    expect(await closed()).toEqual([]);
    expect((await signIn(app, 'willy@urs.example')).statusCode).toBe(200);
    expect((await place.owner.get(`/api/v1/organizations/${place.org}/companies`)).json().items).toEqual([]);
    expect(mailsTo(app, 'willy@urs.example').at(-1)?.subject).toBe('URS Machining is deleted');
  });

  it('leaves an audit log that still verifies, and says so', async () => {
    await furnish();
    await closeOwn();
    await pass(7 * DAY + HOUR);
    await pass(HOUR);
    const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
    const check = await verifyAuditChain({ database: app.services.database, secretBox }, company.org, []);
    expect(check.breaches).toEqual([]);
    expect(check.chains[0]?.events).toBeGreaterThan(5);
    const recorded = await rowsOf(
      app,
      `select action from audit_events where organization_id = $1 and action like 'organization.d%' order by id`,
      [company.org],
    );
    expect(recorded).toEqual([{ action: 'organization.deletion-asked' }, { action: 'organization.deleted' }]);
  });

  it('the short name is not given again for a year, then it is; the register’s number at once', async () => {
    await closeOwn();
    await pass(7 * DAY + HOUR);
    const again = await foundCompany(app, place, { email: 'new@urs.example' });
    expect(again.slug).toMatch(/^urs-machining-\w{6}$/);
    await pass(366 * DAY);
    expect((await stateOf())?.slug).toMatch(/^gone-[0-9a-f]{32}$/);
  });

  it('is gone on with where a process was killed', async () => {
    await furnish();
    // More than are erased in one go.
    await rowsOf(
      app,
      `insert into invitations (id, organization_id, kind, state, address_canonical, address_shown, roles, created_at, expires_at)
       select 'inv_many' || n, $1, 'member', 'sent', n || '@many.example', n || '@many.example', '{member}', now(), now()
       from generate_series(1, 1100) n`,
      [company.org],
    );
    await rowsOf(app, `update organizations set state = 'deleted', deleted_at = $2 where id = $1`, [
      company.org,
      app.clock.now(),
    ]);
    await pass(HOUR);
    const open_ = `select 1 from invitations where organization_id = $1 and (state = 'sent' or address_canonical like '%@many.example')`;
    expect(await rowsOf(app, open_, [company.org])).toEqual([]);
    expect(await rowsOf(app, 'select 1 from imports where organization_id = $1', [company.org])).toEqual([]);
    expect(
      await rowsOf(app, 'select erased_at is not null as erased from organizations where id = $1', [company.org]),
    ).toEqual([{ erased: true }]);
  });

  it('nothing names an organization that the table does not speak of, and nothing is added to one that is deleted', async () => {
    const columns = await rowsOf<{ name: string }>(
      app,
      `select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.confrelid = 'organizations'::regclass order by 1`,
    );
    expect(columns.map(({ name }) => name)).toEqual(Object.keys(WHAT_BECOMES).toSorted());
    const guarded = await rowsOf<{ name: string }>(
      app,
      `select tgrelid::regclass || '.' || encode(substring(tgargs for length(tgargs) - 1), 'escape') as name from pg_trigger
       where tgfoid = 'refuse_of_deleted'::regproc`,
    );
    const open_ = Object.entries(WHAT_BECOMES)
      .filter(([, becomes]) => becomes !== 'kept')
      .map(([name]) => name)
      // Of an account first of all; a name comes with a place or an invitation.
      .filter((name) => !/^(messages|sessions|identifier_changes|user_names|invitations\.accepted)/.test(name));
    expect(guarded.map(({ name }) => name).toSorted()).toEqual(open_.toSorted());
  });
});
