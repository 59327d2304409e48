import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  COMPANY,
  codeOfProblem,
  type Invited,
  invite,
  join,
  mailsTo,
  newestCode,
  open,
  type Place,
  rowsOf,
  walkTo,
  worldOf,
} from '../../../test/journey.ts';

describe('one invitation lets one person in', () => {
  let app: TestApp;
  let place: Place;
  let invited: Invited;
  beforeEach(async () => {
    app = await createTestApp();
    place = await app.setUp();
    invited = await invite(app, place);
  });
  afterEach(() => app.close());

  const state = async () =>
    (await rowsOf(app, 'select state, accepted_by from invitations where id = $1', [invited.id]))[0];

  it('nothing is used up before the last press: pages may break or be translated on the way [scenario 2]', async () => {
    const visit = await open(app, invited);
    for (const until of ['code', 'set-password', 'terms', 'company'] as const) {
      await walkTo(app, visit, until);
      expect(await state(), until).toMatchObject({ accepted_by: null });
      expect((await visit.client.get('/api/v1/session')).statusCode, until).toBe(401);
      const elsewhere = await open(app, invited);
      expect(elsewhere.flow.step.name, until).toBe('accept');
    }
    expect(await visit.step('company', COMPANY)).toBe('done');
    expect(await state()).toMatchObject({ state: 'accepted' });
  });

  it('two accounts, one slot: the second one finds it used, and gets nothing [scenario 14]', async () => {
    const anna = await join(app, place, ['member'], 'anna@firma.example');
    const adding = await open(app, invited, anna);
    await adding.step('add-address');
    const code = await newestCode(app, invited.email);
    const own = await walkTo(app, await open(app, invited), 'company');
    expect(await own.step('company', COMPANY)).toBe('done');
    const late = await adding.submit('code', { code });
    expect(late.statusCode).toBeGreaterThanOrEqual(400);
    expect((await anna.get('/api/v1/session')).json().memberships).toHaveLength(1);
    expect(await rowsOf(app, `select from organizations where name = $1`, [COMPANY.name])).toHaveLength(1);
    await app.deliver();
    expect(mailsTo(app, invited.email).filter(({ html }) => html.includes('/sign-in'))).toHaveLength(1);
  });

  it('pressed again by the same person it is the same page, with no second effect [R6]', async () => {
    const visit = await walkTo(app, await open(app, invited), 'company');
    const first = await visit.submit('company', COMPANY);
    const before = await worldOf(app);
    const again = await visit.submit('company', COMPANY);
    expect([again.statusCode, again.json().redirectTo]).toEqual([200, first.json().redirectTo]);
    expect(await worldOf(app)).toEqual(before);
  });

  it('whoever accepted is told so by the link, and whoever else is told nothing of them', async () => {
    const { client } = await walkTo(app, await open(app, invited), 'done');
    const mine = await client.get(`/i/${invited.token}`, { accept: 'text/html' });
    expect(mine.body).not.toContain('INV-USED-BY-OTHER');
    expect((await open(app, invited)).flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-USED-BY-YOU' } });
    const anna = await join(app, place, ['member'], 'anna@firma.example');
    const other = await open(app, invited, anna);
    expect(other.flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-USED-BY-OTHER' } });
    expect(JSON.stringify(other.flow)).not.toContain('willy@');
  });

  it.each(['customer_companies', 'memberships', 'audit_events', 'messages'])(
    'what fails on the way leaves the invitation as it was, for the next press: %s [scenario 14, V33]',
    async (table) => {
      const visit = await walkTo(app, await open(app, invited), 'company');
      const before = await worldOf(app);
      await rowsOf(app, `alter table ${table} add constraint broken check (false) not valid`);
      const failed = await visit.submit('company', COMPANY);
      expect([failed.statusCode, codeOfProblem(failed)]).toEqual([500, 'SERVER']);
      expect(failed.body).not.toMatch(/constraint|relation|broken|insert/);
      await rowsOf(app, `alter table ${table} drop constraint broken`);
      expect(await worldOf(app)).toEqual(before);
      expect(await visit.step('company', COMPANY)).toBe('done');
    },
  );

  it('declined, it lets nobody in and can be sent anew', async () => {
    const visit = await open(app, invited);
    await visit.submit('decline', { reason: 'Wrong person' });
    expect(visit.flow.state === 'stopped' || (await state())?.state === 'declined').toBe(true);
    expect((await open(app, invited)).flow).toMatchObject({ state: 'stopped', problem: { code: 'INV-DECLINED' } });
    expect((await invite(app, place)).id).not.toBe(invited.id);
  });
});
