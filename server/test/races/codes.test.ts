import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import type { Person } from '../person.ts';
import { CALLERS, createRaceWorld, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = [
  'one_time_codes',
  'flows',
  'invitations',
  'identifiers',
  'accounts',
  'messages',
  'sign_in_events',
  'sessions',
];

describe.each(RELEASES)('one-time codes under a crowd (security.md A48, A13, %s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, invitations } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  /** Somebody invited who stands on the page for the code. */
  async function atCode(address = world.address()) {
    const invitation = await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    const { id, path } = await world.walk(person, address, 'code');
    return { address, invitation, person, id, path };
  }

  it('takes the right code once: one proof, one account', async () => {
    const { address, person, id, path } = await atCode();
    const code = await world.code(address)();
    const press = { by: person, path: `${path}/code`, body: { code } };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(await world.rows('select tries from one_time_codes where flow_id = $1', [id])).toEqual([{ tries: 1 }]);
    expect(await world.count(`identifiers where canonical = $1 and verified_at is not null`, [address])).toBe(1);
    expect(
      await world.count(
        `invitation_events e join flows f using (invitation_id)
      where f.id = $1 and e.event = 'address-verified'`,
        [id],
      ),
    ).toBe(1);
  });

  it('gives one session for the right code of somebody who is known', async () => {
    const { address, person } = await atCode();
    await world.walk(person, address, 'done');
    await world.rows(
      `update memberships set state = 'removed', invitation_id = null where account_id =
      (select account_id from identifiers where canonical = $1)`,
      [address],
    );
    await world.rows(`update sessions set ended_at = now()`);
    ({ owner, invitations } = await signInAgain());
    const again = await atCode(address);
    const code = await world.code(address)();
    const before = await world.count('sessions');
    const press = { by: again.person, path: `${again.path}/code`, body: { code } };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(answers.map(({ body }) => body.state)).toEqual(times(CALLERS, () => 'done'));
    expect(await world.count('sessions')).toBe(before + 1);
  });

  it('lets 50 wrong codes at once use up one code and no more', async () => {
    const { person, id, path } = await atCode();
    const wrong = (index: number) => ({ by: person, path: `${path}/code`, body: { code: String(100_000 + index) } });
    const answers = await world.release(kind, WRITTEN)(times(50, wrong));
    expect(tally(answers)).toEqual({ '422 CODE-WRONG': 4, '429 CODE-TOO-MANY': 46 });
    expect(await world.rows('select tries from one_time_codes where flow_id = $1', [id])).toEqual([{ tries: 5 }]);
  });

  it('counts wrong codes by address, over all flows and codes', async () => {
    const address = world.address();
    const first = await atCode(address);
    const flows = [first];
    while (flows.length < 5) {
      const person = world.person();
      flows.push({ ...first, person, ...(await world.walk(person, address, 'code')) });
    }
    expect(await world.count('one_time_codes where destination = $1', [address])).toBe(5);
    const presses = flows.flatMap(({ person, path }) =>
      times(4, (index) => ({ by: person, path: `${path}/code`, body: { code: String(200_000 + index) } })),
    );
    await world.release(kind, WRITTEN)(presses);
    const [{ tries }] = await world.rows('select sum(tries)::int as tries from one_time_codes where destination = $1', [
      address,
    ]);
    expect(tries).toBe(10);
  });

  it('sends one code for 16 wishes, and has one live code', async () => {
    const { address, person, id, path } = await atCode();
    await world.app.deliver();
    world.app.clock.advance(61_000);
    const sent = await world.count('messages where to_address = $1 and template = $2', [address, 'M04']);
    const press = { by: person, path: `${path}/resend-code` };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 200: 1, '429 SEND-LIMIT': CALLERS - 1 });
    expect(await world.count('messages where to_address = $1 and template = $2', [address, 'M04'])).toBe(sent + 1);
    expect(
      await world.count('one_time_codes where flow_id = $1 and consumed_at is null and superseded_at is null', [id]),
    ).toBe(1);
  });

  it('sends five codes an hour to one address, whatever the number of flows', async () => {
    const address = world.address();
    await world.invite(owner, invitations, { to: { email: address } });
    const token = await world.token(address);
    const people = await Promise.all(
      times(CALLERS, async () => {
        const by = world.person();
        const started = await by.post('/api/v1/flows', { kind: 'invitation', token });
        return { by, path: `/api/v1/flows/${started.body.id}/accept` };
      }),
    );
    const answers = await world.release(kind, WRITTEN)(people);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await world.count('one_time_codes where destination = $1', [address])).toBe(5);
  });

  async function signInAgain() {
    const person = world.person();
    const flow = await person.post('/api/v1/flows', { kind: 'sign-in', identifier: 'owner@northwind.example' });
    await person.post(`/api/v1/flows/${flow.body.id}/password`, { password: 'correct horse battery staple' });
    return { owner: person, invitations };
  }
});
