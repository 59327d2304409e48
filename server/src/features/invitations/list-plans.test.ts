import type { InvitationSort } from '@gatehouse/contract/invitation-filters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { fillLists } from '../../../test/fill-lists.ts';
import { explaining } from '../../../test/plans.ts';
import type { Narrowing } from './invitation-filter-read-model.ts';
import { countInvitations, findPositions, listInvitations } from './invitation-page-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

const MANY = 20_000;
const LIMIT = 51;

describe(`lists of ${MANY} invitations`, () => {
  let app: TestApp;
  let organizationId: string;
  let owner: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ org: organizationId } = await app.setUp());
    await fillLists(app.services.database.pool, { organizationId, invitations: MANY, people: 5000 });
    const { rows } = await app.services.database.pool.query('select created_by from organizations where id = $1', [
      organizationId,
    ]);
    owner = rows[0].created_by;
  }, 60_000);
  afterAll(() => app.close());

  async function readingsOf(filters: Narrowing, sort: InvitationSort, deep: boolean) {
    const { database } = app.services;
    const query = { organizationId, filters, sort, now: app.clock.now() };
    const { database: explained, readings } = explaining(database.pool);
    const places = deep ? await findPositions(database, query, { after: null, limit: MANY }) : [];
    const after = places[Math.floor(places.length * 0.9)] ?? null;
    const rows = await listInvitations(explained, query, { after, limit: LIMIT });
    return { readings, rows };
  }
  const worst = (readings: Awaited<ReturnType<typeof readingsOf>>['readings']) =>
    [...readings].sort((one, other) => other.rows - one.rows)[0];

  const NARROW: readonly [string, () => Narrowing][] = [
    ['nothing', () => ({})],
    ['one state', () => ({ state: ['bounced'] })],
    ['several states', () => ({ state: ['revoked', 'declined'] })],
    ['expired', () => ({ state: ['expired'] })],
    ['a state that nothing has', () => ({ state: ['superseded', 'queued'] })],
    ['kind', () => ({ kind: 'company' })],
    ['what ends soon', () => ({ ends: 2 })],
    ['what ran out', () => ({ lapsed: 1 })],
    ['the inviter', () => ({ by: owner })],
    ['nobody', () => ({ by: 'acc_nobody' })],
    ['days', () => ({ from: new Date(0).toISOString(), to: app.clock.now().toISOString() })],
    ['words', () => ({ words: { search: { by: 'part', text: '%guest1234%' }, digits: null } })],
    ['words that are nowhere', () => ({ words: { search: { by: 'part', text: '%nowhere%' }, digits: null } })],
    [
      'words and state',
      () => ({ words: { search: { by: 'part', text: '%guest77%' }, digits: null }, state: ['accepted'] }),
    ],
    ['a number', () => ({ words: { search: { by: 'part', text: '%4822123%' }, digits: '%4822123%' } })],
    ['two letters', () => narrowingOf({ q: 'ju' })],
    ['two letters that are nowhere', () => narrowingOf({ q: 'qx' })],
    ['two letters in Cyrillic', () => narrowingOf({ q: 'Ол' })],
    ['one letter', () => narrowingOf({ q: 'Ł' })],
    ['a Chinese name', () => narrowingOf({ q: '王伟' })],
    ['a given name of two characters', () => narrowingOf({ q: '怡君' })],
    ['a family name', () => narrowingOf({ q: '陳' })],
    ['characters that are nowhere', () => narrowingOf({ q: '龘龘' })],
    ['stopped mail', () => ({ delivery: 'stopped' })],
    ['what is not wanted', () => ({ suppressed: true })],
    ['bounced mail', () => ({ delivery: 'bounced' })],
    ['text messages', () => ({ channel: 'sms' })],
    ['held by delivery', () => ({ stop: ['message-delivered'] })],
    ['held by identity', () => ({ stop: ['identity-proven'] })],
    ['held by terms', () => ({ stop: ['terms-accepted'] })],
    ['held by the account', () => ({ stop: ['account-active', 'membership-active', 'approved'] })],
  ];

  it.each(NARROW)('narrowed by %s no plan reads a whole table', async (_what, filters) => {
    const { readings } = await readingsOf(filters(), 'newest', false);
    expect(readings.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
    expect(readings.length).toBeGreaterThan(0);
    expect(worst(readings)?.rows, JSON.stringify(worst(readings))).toBeLessThan(MANY / 3);
  });

  it.each<[InvitationSort]>([['newest'], ['ends'], ['address'], ['changed']])(
    'in the order of %s a deep page reads what the first does',
    async (sort) => {
      const first = await readingsOf({}, sort, false);
      const deep = await readingsOf({}, sort, true);
      expect(deep.rows.length).toBeGreaterThan(0);
      for (const { readings } of [first, deep]) {
        expect(readings.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
        expect(worst(readings)?.rows, JSON.stringify(worst(readings))).toBeLessThanOrEqual(2 * LIMIT);
      }
    },
  );

  it('counts no farther than it is asked to', async () => {
    const query = { organizationId, filters: { kind: 'member' }, sort: 'newest', now: app.clock.now() } as const;
    const { database, readings } = explaining(app.services.database.pool);
    expect(await countInvitations(database, query, 500)).toBe(500);
    expect(worst(readings)?.rows).toBeLessThan(700);
  });
});
