import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import { createPerson, must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, ONE_ACCEPTANCE, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = [
  'flows',
  'invitations',
  'invitation_events',
  'memberships',
  'audit_events',
  'messages',
  'consents',
  'sessions',
  'identifiers',
  'accounts',
  'one_time_codes',
];

describe.each(RELEASES)('an invitation is accepted once (security.md A46, %s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, invitations } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  it('by one person who presses 16 times at once', async () => {
    const address = world.address();
    const invitation = await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    const { path, step } = await world.walk(person, address, 'terms');
    const press = { by: person, path: `${path}/terms`, body: { accepted: true, version: step.version } };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(answers.map(({ body }) => body.state)).toEqual(times(CALLERS, () => 'done'));
    expect(await world.effects(invitation, address)).toEqual(ONE_ACCEPTANCE);
  });

  it('by one person over 16 flows', async () => {
    const address = world.address();
    const person = await memberWhoLeft(address);
    const invitation = await world.invite(owner, invitations, { to: { email: address } });
    await world.rows(`delete from messages where template = 'M06' and to_address = $1`, [address]);
    const token = await world.token(address);
    const flows = await Promise.all(
      times(CALLERS, () => must(person.post('/api/v1/flows', { kind: 'invitation', token }), 201)),
    );
    // Somebody else's browser pressed already: the state moves no more, and nothing but the last statement is in the way.
    await must(world.person().post('/api/v1/flows', { kind: 'invitation', token }), 201);
    await world.rows(`update invitations set state = 'opened' where id = $1`, [invitation]);
    const presses = flows.map(({ body }) => ({ by: person, path: `/api/v1/flows/${body.id}/accept` }));
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(answers.map(({ body }) => body.state)).toEqual(times(CALLERS, () => 'done'));
    expect(await world.effects(invitation, address)).toEqual(ONE_ACCEPTANCE);
  });

  it('by two accounts that prove the one address: one gets it, the other is told so', async () => {
    const address = world.address();
    const otherAddress = world.address();
    const stranger = await memberWhoLeft(otherAddress);
    const invitation = await world.invite(owner, invitations, { to: { email: address } });
    const token = await world.token(address);
    const started = await must(stranger.post('/api/v1/flows', { kind: 'invitation', token }), 201);
    const strangersFlow = `/api/v1/flows/${started.body.id}`;
    await must(stranger.post(`${strangersFlow}/add-address`), 200);
    const strangersCode = await world.code(address)();
    const invited = world.person();
    const { path } = await world.walk(invited, address, 'code');
    const invitedCode = await world.code(address)();
    const answers = await world.release(
      kind,
      WRITTEN,
    )(
      times(CALLERS, (index) =>
        index % 2 === 0
          ? { by: stranger, path: `${strangersFlow}/code`, body: { code: strangersCode } }
          : { by: invited, path: `${path}/code`, body: { code: invitedCode } },
      ),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const owners = await world.rows(
      `select account_id from identifiers where canonical = $1 and verified_at is not null`,
      [address],
    );
    expect(owners).toHaveLength(1);
    const strangerWon = answers[0]?.status === 200;
    expect(answers.map(({ status }, index) => (status === 200) === ((index % 2 === 0) === strangerWon))).not.toContain(
      false,
    );
    const winner = strangerWon ? stranger : invited;
    const flow = strangerWon ? strangersFlow : path;
    await finish(winner, flow);
    expect(await world.effects(invitation, address)).toEqual(ONE_ACCEPTANCE);
  });

  /** Somebody who agreed to the terms, was let in, and is a member no more: one press lets them in again. */
  async function memberWhoLeft(address: string): Promise<Person> {
    const first = await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    await world.walk(person, address, 'done');
    await world.rows(`update memberships set state = 'removed', invitation_id = null where invitation_id = $1`, [
      first,
    ]);
    return createPerson(world.origin, person.cookies);
  }

  async function finish(person: Person, path: string): Promise<void> {
    let { step } = (await must(person.get(path), 200)).body;
    while (step.name !== 'done') {
      const body =
        step.name === 'terms'
          ? { accepted: true, version: step.version }
          : step.name === 'set-password'
            ? { password: 'correct horse battery staple' }
            : {};
      ({ step } = (await must(person.post(`${path}/${step.name}`, body), 200)).body);
    }
  }
});
