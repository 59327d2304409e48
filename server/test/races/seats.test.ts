import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Press, tally, times } from '../crowd.ts';
import { must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, type RaceWorld, RELEASES } from './race-world.ts';

/** Members never are more than the limit, however many come at once (security.md A21, I6). */
describe.each(RELEASES)('the last seat of an organization [A21] (%s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let org: string;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, org, invitations } = await world.setUp());
  });
  beforeEach(async () => {
    await world.rows('truncate rate_limits, invitation_counts');
    await limitTo(null);
  });
  afterAll(async () => {
    const counted = `member_counts c where c.members <> (
      select count(*) from memberships m where m.organization_id = c.organization_id and m.state <> 'removed')`;
    expect(await world.count(counted)).toBe(0);
    await world.close();
  });

  const limitTo = (limit: number | null) =>
    world.rows('update organizations set member_limit = $2 where id = $1', [org, limit]);
  const members = () => world.count(`memberships where organization_id = $1 and state <> 'removed'`, [org]);
  const release = (tables: readonly string[], presses: readonly Press[]) => world.release(kind, tables)(presses);

  /** Somebody with an invitation, one press before the end. */
  async function atLastStep(): Promise<{ person: Person; path: string; press: Press; address: string }> {
    const address = world.address();
    await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    const { path, step } = await world.walk(person, address, 'terms');
    return {
      person,
      path,
      address,
      press: { by: person, path: `${path}/terms`, body: { accepted: true, version: step.version } },
    };
  }

  it('one of sixteen who accept at once gets it; to the others nothing is lost', async () => {
    const people = [];
    for (let index = 0; index < CALLERS; index++) people.push(await atLastStep());
    const before = await members();
    await limitTo(before + 1);
    const answers = await release(
      ['memberships', 'invitations', 'audit_events'],
      people.map(({ press }) => press),
    );
    const ends = answers.map(({ status, body }) => (status === 200 ? (body.problem?.code ?? body.state) : body.code));
    expect(ends.toSorted()).toEqual(['done', ...times(CALLERS - 1, () => 'SEATS-FULL')].toSorted());
    expect(await members()).toBe(before + 1);
    expect(await world.count(`audit_events where action = 'invitation.accepted'`)).toBe(1);
    // With room for all, each goes on where they were: who had pressed before it was known has one press left.
    await limitTo(before + CALLERS);
    for (const { person, path, press } of people) {
      const { state, step } = (await must(person.get(path), 200)).body;
      if (state === 'done') continue;
      const { body } = await must(
        step.name === 'terms' ? person.post(press.path, press.body) : person.post(`${path}/accept`),
        200,
      );
      expect(body.state).toBe('done');
    }
    expect(await members()).toBe(before + CALLERS);
  });

  it('one of sixteen invitations is written for it', async () => {
    await limitTo(1);
    const { seats } = (await must(owner.get(`/api/v1/organizations/${org}/seats`), 200)).body;
    await limitTo(seats.members + seats.invitations + 1);
    const presses = times(CALLERS, () => ({
      by: owner,
      path: invitations,
      body: { kind: 'member', to: { email: world.address() } },
    }));
    const answers = await release(['invitations', 'messages'], presses);
    expect(tally(answers)).toEqual({ 201: 1, '409 SEATS-FULL': CALLERS - 1 });
  });

  it.each([null, 1_000])('who comes and who goes at once are counted right, with a limit of %s', async (limit) => {
    const people = [];
    for (let index = 0; index < CALLERS; index++) people.push(await atLastStep());
    const [coming, going] = [people.slice(0, CALLERS / 2), people.slice(CALLERS / 2)];
    for (const { press } of going) await must(press.by.post(press.path, press.body), 200);
    const before = await members();
    await limitTo(limit);
    await world.rows('update sessions set proven_at = $1', [world.app.clock.now()]);
    const places = await world.rows(
      `select m.id from memberships m join identifiers i on i.account_id = m.account_id where i.canonical = any($1)`,
      [going.map(({ address }) => address)],
    );
    const removals = places.map(({ id }) => ({
      by: owner,
      path: `/api/v1/organizations/${org}/members/${id}/remove`,
      body: { reason: 'Moved on' },
    }));
    const answers = await release(['memberships', 'audit_events'], [...coming.map(({ press }) => press), ...removals]);
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(await members()).toBe(before);
    const [counted] = await world.rows('select members from member_counts where organization_id = $1', [org]);
    expect(counted?.members).toBe(before);
  });

  it('added, invited, and lowered meanwhile: never more than the limit, and nothing of ours fails', async () => {
    const people = [];
    for (let index = 0; index < 6; index++) people.push(await atLastStep());
    const before = await members();
    await limitTo(before + 2);
    await world.rows('update sessions set proven_at = $1', [world.app.clock.now()]);
    const base = `/api/v1/organizations/${org}/members`;
    const added = times(5, () => ({
      by: owner,
      path: base,
      body: { name: 'Ada Added', to: { email: world.address() }, roles: ['member'] },
    }));
    const answers = await release(
      ['memberships', 'invitations', 'audit_events'],
      [...people.map(({ press }) => press), ...added],
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await members()).toBe(before + 2);
  });
});
