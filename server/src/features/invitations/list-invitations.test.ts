import type { Invitation } from '@gatehouse/contract/invitations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { fillLists } from '../../../test/fill-lists.ts';
import { codeOfProblem, foundCompany, invite, join, type Place, rowsOf } from '../../../test/journey.ts';
import { DAY } from '../../kernel/clock.ts';

const MANY = 400;

describe('the list of invitations', () => {
  let app: TestApp;
  let place: Place;
  let all: Invitation[];
  let mails: Map<string, { state: string; channel: string }>;
  const ask = async (query: string): Promise<{ items: Invitation[]; nextCursor: string | null }> => {
    const answer = await place.owner.get(`/api/v1/organizations/${place.org}/invitations?${query}`);
    expect(answer.statusCode, `${query}: ${answer.body}`).toBe(200);
    return answer.json();
  };
  const walk = async (query: string, between: () => Promise<void> = async () => {}): Promise<Invitation[]> => {
    const found: Invitation[] = [];
    for (let cursor = '', pages = 0; pages < 200; pages++) {
      const page = await ask(`${query}&limit=37${cursor}`);
      found.push(...page.items);
      if (!page.nextCursor) return found;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      await between();
    }
    throw new Error('no end');
  };
  const idsOf = (items: readonly Invitation[]) => items.map(({ id }) => id);

  beforeAll(async () => {
    app = await createTestApp();
    place = await app.setUp();
    await foundCompany(app, place);
    await fillLists(app.services.database.pool, { organizationId: place.org, invitations: MANY, people: 10 });
    all = await walk('');
    const rows = await rowsOf<{ id: string; state: string; channel: string }>(
      app,
      'select distinct on (subject_id) subject_id as id, state, channel from messages order by subject_id, id desc',
    );
    mails = new Map(rows.map((row) => [row.id, row]));
  });
  afterAll(() => app.close());

  const hour = 60 * 60 * 1000;
  const until = (one: Invitation) => new Date(one.expiresAt).getTime() - app.clock.now().getTime();
  const OPEN = ['queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented'];

  it('holds everything once, newest first', () => {
    expect(all.length).toBeGreaterThan(MANY);
    expect(new Set(idsOf(all)).size).toBe(all.length);
    expect(idsOf(all)).toEqual(idsOf(all).sort().reverse());
  });

  it.each<[string, (one: Invitation) => boolean]>([
    ['state=bounced', (one) => one.state === 'bounced'],
    ['state=sent,accepted,revoked', (one) => ['sent', 'accepted', 'revoked'].includes(one.state)],
    ['state=expired', (one) => one.state === 'expired'],
    ['state=expired,delivered', (one) => ['expired', 'delivered'].includes(one.state)],
    ['kind=company', (one) => one.kind === 'company'],
    ['kind=company&state=accepted', (one) => one.kind === 'company' && one.state === 'accepted'],
    ['delivery=bounced', (one) => mails.get(one.id)?.state === 'bounced'],
    ['delivery=waiting', (one) => mails.get(one.id)?.state === 'queued'],
    ['delivery=abandoned', (one) => mails.get(one.id)?.state === 'abandoned'],
    ['delivery=sent', (one) => mails.get(one.id)?.state === 'sent'],
    [
      'delivery=delivered&state=accepted',
      (one) => mails.get(one.id)?.state === 'delivered' && one.state === 'accepted',
    ],
    ['channel=sms', (one) => mails.get(one.id)?.channel === 'sms'],
    ['channel=email&state=sent', (one) => mails.get(one.id)?.channel === 'email' && one.state === 'sent'],
    ['q=GUEST12', (one) => /guest12/.test(one.to.email ?? '')],
    ['q=%C5%81ukasz&state=accepted', (one) => /Łukasz/.test(one.name ?? '') && one.state === 'accepted'],
    ['q=100%25', () => false],
    ['q=_', () => false],
  ])('?%s narrows it to those', async (query, matches) => {
    const expected = idsOf(all.filter(matches));
    expect(idsOf(await walk(query))).toEqual(expected);
    const count = await place.owner.get(`/api/v1/organizations/${place.org}/invitations/count?${query}`);
    expect(count.json()).toEqual({ count: expected.length, capped: false });
  });

  it('narrows by the end, by who invited and by days', async () => {
    app.clock.advance(6 * DAY + 22 * hour);
    const now = await walk('');
    const soon = now.filter((one) => OPEN.includes(one.state) && until(one) > 0 && until(one) <= DAY);
    const unopened = now.filter((one) => one.state === 'expired' && until(one) > -2 * DAY);
    const sure = ['bounced', 'opened', 'proving', 'proven', 'consented'];
    const before = new Map(all.map((one) => [one.id, one.state]));
    expect(soon.length).toBeGreaterThan(10);
    expect(
      idsOf(await walk('ends=1')).filter((id) => soon.some((one) => one.id === id && !sure.includes(one.state))),
    ).toEqual(idsOf(soon.filter((one) => !sure.includes(one.state))));
    expect(idsOf(await walk('lapsed=2'))).toEqual(
      idsOf(unopened.filter((one) => ['queued', 'sent', 'delivered'].includes(before.get(one.id) ?? ''))),
    );
    const helper = await join(app, place, ['inviter'], 'inviter@northwind.example');
    const theirs = await invite(app, { ...place, owner: helper }, { kind: 'member', to: { email: 'by@urs.example' } });
    const { account } = (await helper.get('/api/v1/session')).json();
    expect(idsOf(await walk(`by=${account.id}`))).toEqual([theirs.id]);
    expect(await walk('by=acc_nobody')).toEqual([]);
    const [newest, , , , , sixth] = all as [Invitation, ...Invitation[]] & { 5: Invitation };
    const span = `from=${sixth.createdAt}&to=${newest.createdAt}`;
    expect(idsOf(await walk(span))).toEqual(
      idsOf(all.filter(({ createdAt }) => createdAt >= sixth.createdAt && createdAt < newest.createdAt)),
    );
  });

  it.each<[string, (one: Invitation, other: Invitation) => boolean]>([
    ['newest', (one, other) => one.id > other.id],
    ['address', (one, other) => String(one.to.email) <= String(other.to.email)],
    ['changed', (one, other) => one.changedAt >= other.changedAt],
  ])('in the order of %s has every row once, whatever is added meanwhile', async (sort, inOrder) => {
    const before = idsOf(await walk(`sort=${sort}`));
    let added = 0;
    const found = await walk(`sort=${sort}`, async () => {
      added += 1;
      await invite(app, place, { kind: 'member', to: { email: `m${sort}${added}@urs.example` } });
    });
    expect(added).toBeGreaterThan(5);
    const ids = idsOf(found);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    for (const [index, one] of found.slice(1).entries()) expect(inOrder(found[index] as Invitation, one)).toBe(true);
  });

  it('by the end shows what is open, soonest first; what ran out only where it is asked for', async () => {
    const open = await walk('sort=ends');
    expect(open.every(({ state }) => OPEN.includes(state))).toBe(true);
    expect(open.length).toBe((await walk('')).filter(({ state }) => OPEN.includes(state)).length);
    const plain = open
      .filter(({ state }) => !['proven', 'consented'].includes(state))
      .map(({ expiresAt }) => expiresAt);
    expect(plain).toEqual([...plain].sort());
    const out = await walk('sort=ends&state=expired');
    expect(out.length).toBeGreaterThan(10);
    expect(out.every(({ state }) => state === 'expired')).toBe(true);
  });

  it('what is changed comes first in the order of changes', async () => {
    const old = (await walk('state=sent')).at(-1) as Invitation;
    await place.owner.post(`/api/v1/organizations/${place.org}/invitations/${old.id}/revoke`);
    const [first] = (await ask('sort=changed')).items;
    expect(first).toMatchObject({ id: old.id, state: 'revoked' });
  });

  it.each([
    'state=nothing',
    'state=',
    'sort=other',
    'ends=0',
    'ends=61',
    'stop=x',
    'from=yesterday',
    'cursor=-1',
    'sort=ends&cursor=inv_1-x',
  ])('?%s is refused', async (query) => {
    const answer = await place.owner.get(`/api/v1/organizations/${place.org}/invitations?${query}`);
    expect(codeOfProblem(answer)).toBe('REQUEST-INVALID');
  });
});
