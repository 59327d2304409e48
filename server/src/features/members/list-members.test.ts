import { LOCALES } from '@gatehouse/contract/locales';
import type { Member, MemberSort } from '@gatehouse/contract/member-filters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { fillLists } from '../../../test/fill-lists.ts';
import { codeOfProblem, join, type Place, rowsOf, signIn } from '../../../test/journey.ts';
import { explaining } from '../../../test/plans.ts';
import { DAY } from '../../kernel/clock.ts';
import { findOwner } from '../accounts/index.ts';
import { findMemberPositions, listMembers, type MemberNarrowing } from './member-list-read-model.ts';
import { narrowingOf } from './read-narrowing.ts';

const MANY = 300;

describe('the list of people', () => {
  let app: TestApp;
  let place: Place;
  let all: Member[];
  const ask = async (query: string, headers = {}): Promise<{ items: Member[]; nextCursor: string | null }> => {
    const answer = await place.owner.get(`/api/v1/organizations/${place.org}/members?${query}`, headers);
    expect(answer.statusCode, `${query}: ${answer.body}`).toBe(200);
    return answer.json();
  };
  const walk = async (query: string, headers = {}): Promise<Member[]> => {
    const found: Member[] = [];
    for (let cursor = ''; ; ) {
      const page = await ask(`${query}&limit=41${cursor}`, headers);
      found.push(...page.items);
      if (!page.nextCursor) return found;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
  };
  const idsOf = (items: readonly Member[]) => items.map(({ id }) => id);

  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await join(app, place, ['inviter'], 'inviter@northwind.example');
    await fillLists(app.services.database.pool, { organizationId: place.org, invitations: 10, people: MANY });
    all = await walk('');
  });
  afterAll(() => app.close());

  const age = (one: Member) => app.clock.now().getTime() - new Date(one.lastSignInAt ?? 0).getTime();

  it.each<[string, (one: Member) => boolean]>([
    ['role=inviter', ({ roles }) => roles.includes('inviter')],
    ['role=owner,inviter', ({ roles }) => roles.includes('owner') || roles.includes('inviter')],
    ['role=member&state=suspended', ({ roles, state }) => roles.includes('member') && state === 'suspended'],
    ['state=suspended', ({ state }) => state === 'suspended'],
    ['away=never', ({ lastSignInAt }) => lastSignInAt === null],
    ['away=5', (one) => one.lastSignInAt !== null && age(one) > 5 * DAY],
    ['joined=invitation', ({ joinedBy }) => joinedBy === 'invitation'],
    ['joined=founder', ({ joinedBy }) => joinedBy === 'founder'],
    ['joined=request', ({ joinedBy }) => joinedBy === 'request'],
    ['q=PERSON12', ({ email }) => /person12/.test(email ?? '')],
    ['q=%C5%BBak', ({ name }) => /Żak/.test(name)],
    ['q=nobody', () => false],
  ])('?%s narrows it to those', async (query, matches) => {
    const expected = all.filter(matches);
    expect(idsOf(await walk(query))).toEqual(idsOf(expected));
    const count = await place.owner.get(`/api/v1/organizations/${place.org}/members/count?${query}`);
    expect(count.json()).toEqual({ count: expected.length, capped: false });
  });

  it('knows how each came in, and of those who never signed in that they never did', () => {
    const ways = Object.groupBy(all, ({ joinedBy }) => joinedBy);
    expect(ways.founder).toHaveLength(1);
    expect(ways.invitation).toHaveLength(1);
    expect(all.filter(({ lastSignInAt }) => lastSignInAt === null)).toHaveLength(MANY / 4);
  });

  it.each(LOCALES)('sorts names as %s does', async (locale) => {
    const names = (await walk('sort=name', { 'accept-language': locale })).map(({ name }) => name);
    expect(names).toHaveLength(all.length);
    const order = new Intl.Collator(locale === 'zh-TW' ? 'zh-Hant' : locale === 'zh-CN' ? 'zh-Hans' : locale).compare;
    const firsts = [...new Set(names.map((name) => name.replace(/\d+$/, '').trim()))];
    expect(firsts).toEqual([...firsts].sort(order));
  });

  it('sorts by the last sign-in, who never did last', async () => {
    const times = (await walk('sort=seen')).map(({ lastSignInAt }) => lastSignInAt ?? '');
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(idsOf(await walk('sort=seen'))).size).toBe(all.length);
  });

  it('follows every change of a name, an address and a sign-in', async () => {
    await signIn(app, 'inviter@northwind.example');
    const [first] = (await ask('sort=seen')).items;
    expect(first?.email).toBe('inviter@northwind.example');
    await rowsOf(app, `update accounts set name = 'Quentin Quill' where id = $1`, [first?.accountId]);
    expect((await ask('q=quentin')).items[0]).toMatchObject({ id: first?.id, name: 'Quentin Quill' });
    await rowsOf(
      app,
      `update identifiers set canonical = 'moved@urs.example' where canonical = 'inviter@northwind.example'`,
    );
    expect(idsOf((await ask('q=moved@')).items)).toEqual([first?.id]);
    expect((await ask('q=inviter@northwind')).items).toEqual([]);
    await rowsOf(app, `delete from identifiers where canonical = 'moved@urs.example'`);
    expect((await ask('q=moved@')).items).toEqual([]);
  });

  it.each(['role=king', 'state=removed', 'away=0', 'away=soon', 'joined=x', 'sort=x', 'sort=seen&cursor=mem_1-x'])(
    '?%s is refused',
    async (query) => {
      const answer = await place.owner.get(`/api/v1/organizations/${place.org}/members?${query}`);
      expect(codeOfProblem(answer)).toBe('REQUEST-INVALID');
    },
  );
});

describe('lists of 20000 people', () => {
  const CROWD = 20_000;
  const LIMIT = 51;
  let app: TestApp;
  let organizationId: string;
  beforeAll(async () => {
    app = await createTestApp();
    ({ org: organizationId } = await app.setUp());
    await fillLists(app.services.database.pool, { organizationId, invitations: 10, people: CROWD });
  }, 60_000);
  afterAll(() => app.close());

  async function worstOf(filters: MemberNarrowing, sort: MemberSort, deep: boolean) {
    const { database } = app.services;
    const query = { organizationId, filters, sort, locale: 'pl', now: app.clock.now() } as const;
    const { database: explained, readings } = explaining(database.pool);
    const places = deep ? await findMemberPositions(database, query, { after: null, limit: CROWD }) : [];
    await listMembers(explained, query, { after: places[Math.floor(places.length * 0.9)] ?? null, limit: LIMIT });
    expect(readings.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
    return readings.sort((one, other) => other.rows - one.rows)[0];
  }

  it.each<[string, MemberNarrowing]>([
    ['nothing', {}],
    ['role', { role: ['owner'] }],
    ['roles', { role: ['administrator', 'support'] }],
    ['every member', { role: ['member'] }],
    ['state', { state: 'suspended' }],
    ['never', { away: 'never' }],
    ['long ago', { away: 200 }],
    ['words', narrowingOf({ q: 'person1234' })],
    ['words that are nowhere', narrowingOf({ q: 'nowhere' })],
    ['two letters', narrowingOf({ q: 'An' })],
    ['two letters that are nowhere', narrowingOf({ q: 'qx' })],
    ['a Chinese name', narrowingOf({ q: '王伟' })],
    ['a family name', narrowingOf({ q: '陳' })],
    ['characters that are nowhere', narrowingOf({ q: '龘' })],
  ])('narrowed by %s no plan reads a whole table', async (_what, filters) => {
    const worst = await worstOf(filters, 'joined', false);
    expect(worst?.rows, JSON.stringify(worst)).toBeLessThan(CROWD / 3);
  });

  it('whoever signs in among them is found from an index', async () => {
    const { database: explained, readings } = explaining(app.services.database.pool);
    expect(await findOwner(explained, 'person77@people.example')).not.toBeNull();
    expect(await findOwner(explained, 'nobody@northwind-machines')).toBeNull();
    for (const reading of readings) expect(reading.rows, JSON.stringify(reading)).toBeLessThan(10);
  });

  it.each<[MemberSort]>([['joined'], ['name'], ['seen']])(
    'by %s a deep page reads what the first does',
    async (sort) => {
      for (const deep of [false, true]) {
        const worst = await worstOf({}, sort, deep);
        expect(worst?.rows, JSON.stringify(worst)).toBeLessThanOrEqual(2 * LIMIT);
      }
    },
  );
});
