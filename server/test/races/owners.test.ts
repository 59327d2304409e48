import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPerson, must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = ['memberships', 'audit_events', 'sessions'];

describe.each(RELEASES)('two owners at once: one always remains [A26] (%s)', (kind) => {
  let world: RaceWorld;
  let org: string;
  let first: Person;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner: first, org } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  /** A second owner beside the first, in a state as if nothing had happened before. */
  async function twoOwners() {
    const address = world.address();
    await world.rows(`update memberships set state = 'removed', roles = '{member}' where not 'owner' = any (roles)`);
    await world.invite(first, `/api/v1/organizations/${org}/invitations`, { to: { email: address }, roles: ['owner'] });
    const second = world.person();
    await world.walk(second, address, 'done');
    const idOf = async (person: Person) => {
      const { account } = (await must(person.get('/api/v1/session'), 200)).body;
      const rows = await world.rows('select id from memberships where account_id = $1 and organization_id = $2', [
        account.id,
        org,
      ]);
      return rows[0].id as string;
    };
    return { second, firstId: await idOf(first), secondId: await idOf(second) };
  }

  const owners = () =>
    world.count(`memberships where organization_id = $1 and state = 'active' and 'owner' = any (roles)`, [org]);

  it.each([2, CALLERS])('removing each other, %i callers', async (callers) => {
    const { second, firstId, secondId } = await twoOwners();
    const path = (id: string) => `/api/v1/organizations/${org}/members/${id}/remove`;
    const answers = await world.release(
      kind,
      WRITTEN,
    )(
      Array.from({ length: callers }, (_, index) =>
        index % 2 === 0 ? { by: first, path: path(secondId), body: {} } : { by: second, path: path(firstId), body: {} },
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await owners()).toBe(1);
    const [left] = await world.rows(`select id from memberships where state = 'active' and 'owner' = any (roles)`);
    if (left.id === secondId) first = createPerson(world.origin, second.cookies);
  });

  it.each([2, CALLERS])('leaving together, %i callers', async (callers) => {
    const { second, secondId } = await twoOwners();
    const leave = { path: '/api/v1/session/leave', body: { organization: org } };
    const answers = await world.release(
      kind,
      WRITTEN,
    )(Array.from({ length: callers }, (_, index) => ({ by: index % 2 === 0 ? first : second, ...leave })));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toContain('LAST-OWNER');
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await owners()).toBe(1);
    const [left] = await world.rows(`select id from memberships where state = 'active' and 'owner' = any (roles)`);
    if (left.id === secondId) first = createPerson(world.origin, second.cookies);
  });
});
