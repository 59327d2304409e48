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
  walkTo,
} from '../../../test/journey.ts';

const REASON = { reason: 'The contract has ended' };

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

const companies = () => `/api/v1/organizations/${place.org}/companies/${company.org}`;
const suspend = (by = place.owner) => by.post(`${companies()}/suspend`, REASON);
const resume = (by = place.owner) => by.post(`${companies()}/resume`, REASON);
const closed = async (client = company.owner) =>
  (await client.get('/api/v1/session/closed-organizations')).json().items;

describe('suspending a company', () => {
  it('says before whom it concerns, in numbers', async () => {
    const invited = { kind: 'member', to: { email: 'mei@urs.example' } };
    await invite(app, company, invited);
    await join(app, company, ['member'], 'tom@urs.example');
    const shown = (await place.owner.get(companies())).json();
    expect(shown).toMatchObject({
      slug: company.slug,
      state: 'active',
      standing: { state: 'active', reason: null },
      effects: { people: 2, elsewhere: 0, signedIn: 2, invitations: 1, companies: 0 },
      mayClose: true,
    });
  });

  it('counts at the next request: console, sign-in, links; and comes back as it was', async () => {
    const pending = await invite(app, company, { kind: 'member', to: { email: 'mei@urs.example' } });
    const half = await walkTo(app, await open(app, pending), 'terms');
    await proveEverybody(app);
    const answer = await suspend();
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({
      state: 'suspended',
      standing: { state: 'suspended', by: 'Olga Owner', reason: REASON.reason },
    });
    const settings = `/api/v1/organizations/${company.org}/settings`;
    expect(codeOfProblem(await company.owner.get(settings))).toBe('NOT-FOUND');
    expect(codeOfProblem(await half.submit('terms', { accepted: true, version: '1' }))).toBe('ORG-SUSPENDED');
    expect((await open(app, pending)).flow).toMatchObject({ state: 'stopped', problem: { code: 'ORG-SUSPENDED' } });
    const fresh = app.client();
    expect((await signIn(app, 'willy@urs.example', undefined, fresh)).statusCode).toBe(200);
    expect((await fresh.get('/api/v1/session')).json()).toMatchObject({ memberships: [], organization: null });
    expect(await closed()).toMatchObject([
      {
        organization: { id: company.org, name: 'URS Machining' },
        standing: { state: 'suspended', reason: REASON.reason, by: 'Olga Owner' },
        contact: { name: 'Northwind Machines' },
        mayKeep: false,
      },
    ]);

    await proveEverybody(app);
    expect((await resume()).json()).toMatchObject({ standing: { state: 'active', reason: null, since: null } });
    expect((await company.owner.get(settings)).statusCode).toBe(200);
    expect(await closed()).toEqual([]);
    expect((await half.submit('terms', { accepted: true, version: '1' })).statusCode).toBe(200);
  });

  it('is told to those who administer the company, and recorded in both logs', async () => {
    await suspend();
    await app.deliver();
    expect(mailsTo(app, 'willy@urs.example').at(-1)).toMatchObject({
      subject: 'URS Machining is suspended',
      text: expect.stringContaining(REASON.reason),
    });
    await proveEverybody(app);
    await resume();
    await app.deliver();
    expect(mailsTo(app, 'willy@urs.example').at(-1)?.subject).toBe('URS Machining is open again');
    const recorded = await rowsOf(
      app,
      `select organization_id as of, action, change->>'reason' as reason from audit_events where action like 'organization.%ed'
        and action <> 'organization.created' order by id`,
    );
    const each = [company.org, place.org].map((of) => ({ of, reason: REASON.reason }));
    expect(recorded).toEqual([
      ...each.map((event) => ({ ...event, action: 'organization.suspended' })),
      ...each.map((event) => ({ ...event, action: 'organization.resumed' })),
    ]);
  });

  it('members who do not administer it learn whom to ask, not why', async () => {
    const member = await join(app, company, ['member'], 'tom@urs.example');
    await proveEverybody(app);
    await suspend();
    expect(await closed(member)).toMatchObject([
      { standing: { reason: null, by: null }, contact: { name: 'Northwind Machines' }, mayKeep: false },
    ]);
  });

  it('the diagnosis of whoever invited says so', async () => {
    await suspend();
    const path = `/api/v1/organizations/${place.org}/diagnosis?identifier=willy@urs.example`;
    const { verdict, checks } = (await place.owner.get(path)).json();
    expect(verdict).toMatchObject({ code: 'organization-suspended' });
    expect(checks.find(({ name }: { name: string }) => name === 'membership')).toMatchObject({ state: 'problem' });
  });

  it('wants a reason, a fresh proof, and the organization by whose invitation it came', async () => {
    expect((await place.owner.post(`${companies()}/suspend`, { reason: '' })).json().errors[0].path).toBe('reason');
    const other = await foundCompany(app, place, {
      email: 'eve@other.example',
      company: { name: 'Other', country: 'TW', registrationNumber: '04595257' },
    });
    await proveEverybody(app);
    const foreign = `/api/v1/organizations/${other.org}/companies/${company.org}/suspend`;
    expect(codeOfProblem(await other.owner.post(foreign, REASON))).toBe('NOT-FOUND');
    await rowsOf(app, 'insert into customer_companies values ($1, $2, null, $3)', [
      other.org,
      company.org,
      app.clock.now(),
    ]);
    expect(codeOfProblem(await other.owner.post(foreign, REASON))).toBe('FORBIDDEN');
    app.clock.advance(16 * 60_000);
    expect(codeOfProblem(await suspend())).toBe('PROOF-NEEDED');
  });

  it('happens once: the second press is told that it stands otherwise', async () => {
    expect((await suspend()).statusCode).toBe(200);
    expect(codeOfProblem(await suspend())).toBe('ORG-STATE');
    expect((await resume()).statusCode).toBe(200);
    expect(codeOfProblem(await resume())).toBe('ORG-STATE');
  });
});

describe('work that is under way when a company is suspended', () => {
  it('waits, and goes on once it is resumed: an import and an export', async () => {
    const base = `/api/v1/organizations/${company.org}`;
    const text = ['email', ...Array.from({ length: 5 }, (_, row) => `row-${row}@urs.example`)].join('\n');
    const { id } = (await company.owner.post(`${base}/imports`, { text })).json();
    await app.deliver();
    expect((await company.owner.post(`${base}/imports/${id}/run`, { kind: 'member' })).statusCode).toBe(202);
    const made = (await company.owner.post(`${base}/exports`, { of: 'invitations', filters: {} })).json();
    expect((await suspend()).statusCode).toBe(200);
    await app.deliver();
    app.clock.advance(10 * 60_000);
    await app.deliver();
    const states = () =>
      rowsOf(
        app,
        `select (select state from imports where id = $1) as import, (select state from operations where id = $2) as export,
          (select count(*)::int from invitations where organization_id = $3) as invited`,
        [id, made.id, company.org],
      );
    expect(await states()).toEqual([{ import: 'running', export: 'running', invited: 0 }]);
    await proveEverybody(app);
    expect((await resume()).statusCode).toBe(200);
    app.clock.advance(2 * 60_000);
    await app.deliver();
    expect(await states()).toEqual([{ import: 'done', export: 'done', invited: 5 }]);
  });
});
