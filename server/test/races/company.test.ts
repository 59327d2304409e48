import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import { must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, ONE_ACCEPTANCE, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = [
  'organizations',
  'memberships',
  'customer_companies',
  'invitations',
  'flows',
  'messages',
  'audit_events',
];

/** Numbers that the Taiwanese register could have given: eight digits whose check sum fits. */
const NUMBERS = { plain: ['24536806', '04595257'], amplified: ['22099131', '84149961'] } as const;

describe.each(RELEASES)('CREATE COMPANY under a crowd (scenario 28, %s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, invitations } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  async function atCompany() {
    const address = world.address();
    const invitation = await world.invite(owner, invitations, { kind: 'company', to: { email: address } });
    const person = world.person();
    const { path } = await world.walk(person, address, 'company');
    return { address, invitation, person, path };
  }

  it('creates one company for 16 presses of one person', async () => {
    const { address, invitation, person, path } = await atCompany();
    const body = { name: 'URS Machining', country: 'TW', registrationNumber: NUMBERS[kind][0] };
    const answers = await world.release(
      kind,
      WRITTEN,
    )(times(CALLERS, () => ({ by: person, path: `${path}/company`, body })));
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(answers.map(({ body: flow }) => flow.redirectTo)).toEqual(times(CALLERS, () => '/welcome/urs-machining'));
    expect(await world.count('organizations where name = $1', [body.name])).toBe(1);
    expect(await world.count('customer_companies where invitation_id = $1', [invitation])).toBe(1);
    expect(await world.effects(invitation, address)).toEqual(ONE_ACCEPTANCE);
  });

  it('creates one company for two invited people with one number; the other is offered to join it', async () => {
    const [one, other] = [await atCompany(), await atCompany()];
    const number = NUMBERS[kind][1];
    const presses = times(CALLERS, (index) => {
      const { person, path } = index % 2 === 0 ? one : other;
      const body = { name: `Kowalski ${index % 2}`, country: 'TW', registrationNumber: number };
      return { by: person, path: `${path}/company`, body };
    });
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(tally(answers)).toEqual({ 200: CALLERS / 2, '409 COMPANY-EXISTS': CALLERS / 2 });
    expect(await world.count('organizations where registration_number = $1', [number])).toBe(1);
    const [winner, loser] = answers[0]?.status === 200 ? [one, other] : [other, one];
    expect(await world.effects(winner.invitation, winner.address)).toEqual(ONE_ACCEPTANCE);
    expect(await world.effects(loser.invitation, loser.address)).toEqual({
      memberships: 0,
      audited: 0,
      timeline: 0,
      welcomes: 0,
    });
    const page = await must(loser.person.get(loser.path), 200);
    expect(page.body.step).toMatchObject({ name: 'company', duplicate: { name: expect.stringContaining('Kowalski') } });
    const asked = await must(loser.person.post(`${loser.path}/join-company`), 200);
    expect(asked.body.step.name).toBe('waiting');
  });

  it('decides a wish to join once, whoever of approve and reject comes first', async () => {
    const { person: boss, path, address: bossAddress } = await atCompany();
    const number = kind === 'plain' ? '12345675' : '80333992';
    const body = { name: 'Nowak Tools', country: 'TW', registrationNumber: number };
    const made = await must(boss.post(`${path}/company`, body), 200);
    const company = made.body.redirectTo.split('/').at(-1);
    const asking = await atCompany();
    expect((await asking.person.post(`${asking.path}/company`, body)).status).toBe(409);
    await must(asking.person.post(`${asking.path}/join-company`), 200);
    const requests = `/api/v1/organizations/${company}/join-requests`;
    const [request] = (await must(boss.get(requests), 200)).body.items;
    const presses = times(CALLERS, (index) => ({
      by: boss,
      path: `${requests}/${request.id}/decision`,
      body: { decision: index % 2 === 0 ? 'approve' : 'reject' },
    }));
    const answers = await world.release(kind, [...WRITTEN, 'join_requests'])(presses);
    expect(tally(answers)).toEqual({ 200: 1, '409 CONFLICT': CALLERS - 1 });
    const approved = answers.findIndex(({ status }) => status === 200) % 2 === 0;
    const members = await world.count(`memberships m join identifiers i using (account_id) where i.canonical = $1`, [
      asking.address,
    ]);
    expect(members).toBe(approved ? 1 : 0);
    const state = await world.rows('select state from invitations where id = $1', [asking.invitation]);
    expect(state).toEqual([{ state: approved ? 'accepted' : 'consented' }]);
    expect(bossAddress).not.toBe(asking.address);
  });
});
