import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import { must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = ['one_time_codes', 'identifiers', 'accounts', 'flows', 'invitations', 'audit_events', 'messages'];

describe.each(RELEASES)('one address, invited by two organizations (%s)', (kind) => {
  let world: RaceWorld;
  let inviters: { by: Person; invitations: string }[];
  beforeAll(async () => {
    world = await createRaceWorld();
    const { owner, invitations } = await world.setUp();
    const address = world.address();
    await world.invite(owner, invitations, { kind: 'company', to: { email: address } });
    const boss = world.person();
    const { path } = await world.walk(boss, address, 'company');
    const company = { name: 'Nowak Tools', country: 'TW', registrationNumber: '24536806' };
    await must(boss.post(`${path}/company`, company), 200);
    inviters = [
      { by: owner, invitations },
      { by: boss, invitations: '/api/v1/organizations/nowak-tools/invitations' },
    ];
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  /** For each organization somebody with the link, on the page for the code. */
  async function atCodes(address: string, peopleEach = 1) {
    const flows = [];
    for (const { by, invitations } of inviters) {
      await world.invite(by, invitations, { to: { email: address } });
      const token = await world.token(address);
      for (let index = 0; index < peopleEach; index++) {
        const person = world.person();
        const flow = (await must(person.post('/api/v1/flows', { kind: 'invitation', token }), 201)).body;
        const path = `/api/v1/flows/${flow.id}`;
        await must(person.post(`${path}/accept`), 200);
        flows.push({ person, path, code: await world.code(address)() });
      }
    }
    return flows;
  }

  it('becomes one account when both codes are typed at once, and both people get on', async () => {
    const address = world.address();
    const flows = await atCodes(address);
    const presses = times(CALLERS, (index) => {
      const flow = flows[index % 2];
      if (!flow) throw new Error('two flows');
      return { by: flow.person, path: `${flow.path}/code`, body: { code: flow.code } };
    });
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(tally(answers)).toEqual({ 200: CALLERS });
    expect(await world.count('identifiers where canonical = $1 and verified_at is not null', [address])).toBe(1);
    expect(await world.count('accounts a where not exists (select from identifiers where account_id = a.id)')).toBe(0);
    const accounts = await world.rows(
      'select distinct account_id from flows where identifier_canonical is null and id = any($1)',
      [flows.map(({ path }) => path.split('/').at(-1))],
    );
    expect(accounts).toHaveLength(1);
  });

  it('takes the code of a second flow though the first has made the account meanwhile', async () => {
    const [first, second] = await atCodes(world.address());
    if (!first || !second) throw new Error('two flows');
    await must(first.person.post(`${first.path}/code`, { code: first.code }), 200);
    const { body } = await must(second.person.post(`${second.path}/code`, { code: second.code }), 200);
    expect(body.step.name).toBe('set-password');
  });

  it('gives ten wrong tries in all, over both (security.md A13)', async () => {
    const address = world.address();
    const flows = await atCodes(address, 2);
    const presses = flows.flatMap(({ person, path }) =>
      times(4, (index) => ({ by: person, path: `${path}/code`, body: { code: String(200_000 + index) } })),
    );
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const [sum] = await world.rows('select sum(tries)::int as tries from one_time_codes where destination = $1', [
      address,
    ]);
    expect(sum).toEqual({ tries: 10 });
  });
});
