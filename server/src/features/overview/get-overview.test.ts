import { REQUIREMENT_NAMES } from '@gatehouse/contract/invitations';
import { FUNNEL_STEPS, type Overview } from '@gatehouse/contract/overview';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import {
  foundCompany,
  type Invited,
  invite,
  join,
  open,
  type Place,
  proveEverybody,
  rowsOf,
  signIn,
  walkTo,
} from '../../../test/journey.ts';
import { after, DAY, HOUR } from '../../kernel/clock.ts';
import { findStops } from '../admission/index.ts';

const ENDED = ['accepted', 'declined', 'revoked', 'superseded'];

describe('the overview of an organization', () => {
  let app: TestApp;
  let place: Place;
  const member = (name: string) => invite(app, place, { kind: 'member', to: { email: `${name}@urs.example` } });
  const ask = async (): Promise<Overview> => {
    const answer = await place.owner.get(`/api/v1/organizations/${place.org}/overview`);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const countsOf = ({ funnel }: Overview) => funnel.map(({ count }) => count);

  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
  });
  afterAll(() => app.close());

  it('counts nothing where nothing is', async () => {
    const overview = await ask();
    expect(overview.needsAttention).toEqual([]);
    expect(countsOf(overview)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(overview.weeks).toHaveLength(12);
    expect(overview.signIns).toHaveLength(30);
    expect(overview.delivery).toEqual([]);
  });

  it('agrees with the door about who is held where, in a world with somebody stuck everywhere', async () => {
    const set = (invited: Invited, column: string, value: unknown) =>
      rowsOf(app, `update invitations set ${column} = $2 where id = $1`, [invited.id, value]);
    const mail = (invited: Invited, state: string) =>
      rowsOf(app, 'update messages set state = $2 where subject_id = $1', [invited.id, state]);
    const act = (invited: Invited, action: string) =>
      place.owner.post(`/api/v1/organizations/${place.org}/invitations/${invited.id}/${action}`);
    const reach = async (name: string, until: 'code' | 'set-password' | 'terms' | 'done') =>
      walkTo(app, await open(app, await member(name)), until);

    await member('sent');
    const queued = await member('queued');
    await set(queued, 'state', 'queued');
    await mail(queued, 'queued');
    const abandoned = await member('abandoned');
    await set(abandoned, 'state', 'queued');
    await mail(abandoned, 'abandoned');
    const bounced = await member('bounced');
    await set(bounced, 'state', 'bounced');
    await mail(bounced, 'bounced');
    await reach('opened', 'code');
    await reach('without-password', 'set-password');
    await reach('without-terms', 'terms');
    app.clock.advance(HOUR);
    await reach('in', 'done');
    await walkTo(app, await open(app, await invite(app, place, { to: { email: 'seller@urs.example' } })), 'company');
    const path = `/api/v1/organizations/${place.org}/settings`;
    await proveEverybody(app);
    await place.owner.patch(path, { policies: { companyApproval: true } });
    const buyer = await walkTo(
      app,
      await open(app, await invite(app, place, { to: { email: 'buyer@urs.example' } })),
      'company',
    );
    await buyer.step('company', { name: 'Buyer', country: 'TW', registrationNumber: '24536806' });
    await place.owner.patch(path, { policies: { companyApproval: false } });
    await reach('disabled', 'terms');
    await rowsOf(
      app,
      `update accounts set state = 'disabled' where id = (
        select account_id from identifiers where canonical = 'disabled@urs.example')`,
    );
    await act(await member('revoked'), 'revoke');
    const expired = await member('expired');
    await set(expired, 'expires_at', after(app.clock.now(), -HOUR));
    const soon = await member('soon');
    await set(soon, 'expires_at', after(app.clock.now(), HOUR));
    app.clock.advance(HOUR / 2);

    const invitations = await rowsOf<{ id: string; state: string }>(app, 'select id, state from invitations');
    const stops = await findStops(
      app.services,
      invitations.map(({ id }) => id),
    );
    const expected: Record<string, number> = {};
    for (const name of stops.values()) if (name) expected[name] = (expected[name] ?? 0) + 1;
    const overview = await ask();
    const told: Record<string, number> = {};
    for (const { requirement, count } of overview.funnel.flatMap(({ held }) => held)) {
      told[requirement] = (told[requirement] ?? 0) + count;
    }
    expect(told).toEqual(expected);
    expect(Object.keys(told).sort()).toEqual([
      'account-active',
      'approved',
      'company-created',
      'credential-set',
      'identity-proven',
      'invitation-live',
      'message-delivered',
      'terms-accepted',
    ]);

    // Every invitation is once in the funnel: gone on, held, or at its end.
    expect(countsOf(overview)[0]).toBe(invitations.length);
    for (const [place, { count, held, ended }] of overview.funnel.entries()) {
      const further = overview.funnel[place + 1]?.count ?? 0;
      const left = held.reduce((sum, one) => sum + one.count, 0) + ended;
      if (place < FUNNEL_STEPS.length - 1) expect(count - further, FUNNEL_STEPS[place]).toBe(left);
    }
    const accepted = invitations.filter(({ state }) => state === 'accepted').length;
    expect(countsOf(overview).at(-1)).toBe(accepted);
    expect(overview.funnel.reduce((sum, { ended }) => sum + ended, 0)).toBe(
      invitations.filter(({ state }) => ENDED.includes(state) && state !== 'accepted').length,
    );
    expect(overview.weeks.at(-1)?.states).toEqual(
      expect.arrayContaining([
        { state: 'accepted', count: accepted },
        { state: 'expired', count: 1 },
        { state: 'bounced', count: 1 },
      ]),
    );
  });

  it('names what needs somebody, and where it is mended', async () => {
    const { needsAttention } = await ask();
    const told = Object.fromEntries(needsAttention.map(({ kind, count, room, query }) => [kind, [count, room, query]]));
    expect(told).toMatchObject({
      bounced: [1, 'invitations', { state: 'bounced' }],
      'waiting-companies': [1, 'queue', {}],
      'mail-stopped': [1, 'invitations', { delivery: 'stopped' }],
      'ends-soon': [1, 'invitations', { ends: '1', sort: 'ends' }],
      'expired-unopened': [1, 'invitations', { lapsed: '30' }],
    });
  });

  it('leads to a list with exactly those whom it counts', async () => {
    for (const { kind, count, room, query } of (await ask()).needsAttention) {
      if (room !== 'invitations') continue;
      const list = `/api/v1/organizations/${place.org}/invitations`;
      const found = (await place.owner.get(`${list}?${new URLSearchParams(query)}`)).json();
      expect(found.items, kind).toHaveLength(count);
    }
  });

  it('the list finds whom each requirement holds, and tells it of each row, as the door does', async () => {
    const list = `/api/v1/organizations/${place.org}/invitations?limit=200`;
    const { items } = (await place.owner.get(list)).json();
    const stops = await findStops(
      app.services,
      items.map(({ id }: { id: string }) => id),
    );
    for (const { id, stoppedAt } of items) expect(stoppedAt, id).toBe(stops.get(id));
    for (const name of REQUIREMENT_NAMES) {
      const held = [...stops].flatMap(([id, stop]) => (stop === name ? [id] : []));
      const found = (await place.owner.get(`${list}&stop=${name}`)).json().items;
      expect(found.map(({ id }: { id: string }) => id).sort(), name).toEqual(held.sort());
    }
  });

  it('counts deliveries and sign-ins, failures apart', async () => {
    await signIn(app, 'in@urs.example', 'not the password');
    const { delivery, signIns } = await ask();
    const [{ count }] = (await rowsOf<{ count: number }>(
      app,
      "select count(*)::int as count from messages where organization_id is not null and state in ('sent', 'delivered')",
    )) as [{ count: number }];
    expect(delivery).toEqual([{ channel: 'email', waiting: 1, sent: count, bounced: 1, abandoned: 1 }]);
    // A test that runs around midnight signs people in on two days.
    expect(signIns.slice(-2).reduce((all, { failure }) => all + failure, 0)).toBe(1);
    expect(signIns.slice(-2).reduce((all, { success }) => all + success, 0)).toBeGreaterThan(0);
  });

  it('tells the median time to a step', async () => {
    const { funnel } = await ask();
    expect(funnel[0]?.medianSeconds).toBeNull();
    // Each of those who opened did it at once; a test's clock runs on by itself, but never for an hour.
    expect(funnel.at(-1)?.medianSeconds).toBeLessThan(HOUR / 1000);
    await rowsOf(app, "update invitation_events set at = at + interval '2 hours' where event = 'accepted'");
    expect((await ask()).funnel.at(-1)?.medianSeconds).toBeGreaterThanOrEqual(7200);
  });

  it('counts nothing of another organization', async () => {
    const other = await foundCompany(app, place, {
      email: 'boss@other.example',
      company: { name: 'Other', country: 'PL', registrationNumber: '5260001246' },
    });
    const answer = await other.owner.get(`/api/v1/organizations/${other.org}/overview`);
    expect(answer.json()).toMatchObject({ needsAttention: [], delivery: [] });
    expect(countsOf(answer.json())).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('forgets what is older than the window', async () => {
    const late = await join(app, place, ['administrator'], 'late@urs.example');
    app.clock.advance(40 * DAY);
    await signIn(app, 'late@urs.example', undefined, late);
    const overview: Overview = (await late.get(`/api/v1/organizations/${place.org}/overview`)).json();
    expect(countsOf(overview)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(overview.weeks.flatMap(({ states }) => states)).not.toEqual([]);
  });
});
