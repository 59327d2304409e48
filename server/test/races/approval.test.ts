import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import { must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, ONE_ACCEPTANCE, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = [
  'organizations',
  'memberships',
  'company_approvals',
  'invitations',
  'flows',
  'messages',
  'audit_events',
];
const NUMBERS = { plain: ['24536806', '04595257'], amplified: ['22099131', '84149961'] } as const;

describe.each(RELEASES)('approval under a crowd (%s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  let approvals: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    const place = await world.setUp();
    ({ owner, invitations } = place);
    approvals = `/api/v1/organizations/${place.org}/company-approvals`;
    await world.rows(`update organizations set policies = '{"companyApproval": true}' where id = $1`, [place.org]);
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  async function waiting(number: string) {
    const address = world.address();
    const invitation = await world.invite(owner, invitations, { kind: 'company', to: { email: address } });
    const person = world.person();
    const { path } = await world.walk(person, address, 'company');
    const body = { name: `Company ${number}`, country: 'TW', registrationNumber: number };
    await must(person.post(`${path}/company`, body), 200);
    const { body: list } = await must(owner.get(approvals), 200);
    const { id } = list.items.find(({ company }: { company: { name: string } }) => company.name === body.name);
    return { address, invitation, person, path, id };
  }

  it('decides once for 16 decisions; the others are told who it was', async () => {
    const { address, invitation, id, person, path } = await waiting(NUMBERS[kind][0]);
    const presses = times(CALLERS, (index) => ({
      by: owner,
      path: `${approvals}/${id}/decision`,
      body: index % 2 === 0 ? { decision: 'approve' } : { decision: 'reject', reason: 'Not a customer of ours' },
    }));
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(tally(answers)).toEqual({ 200: 1, '409 CONFLICT': CALLERS - 1 });
    const approved = answers.findIndex(({ status }) => status === 200) % 2 === 0;
    const told = answers.filter(({ status }) => status === 409).map(({ body }) => body.params.decision);
    expect(new Set(told)).toEqual(new Set([approved ? 'approved' : 'rejected']));
    const rows = await world.rows('select state from organizations where id = $1', [id]);
    expect(rows).toEqual([{ state: approved ? 'active' : 'rejected' }]);
    const effects = await world.effects(invitation, address);
    expect(effects).toEqual(approved ? { ...ONE_ACCEPTANCE, audited: 0 } : { ...effects, memberships: 0, timeline: 0 });
    const page = await must(person.get(path), 200);
    expect(page.body.step.name).toBe(approved ? 'done' : 'company');
  });

  it('of approving, taking back and revoking at once one wins, and all of it fits together', async () => {
    const { invitation, id, person, path } = await waiting(NUMBERS[kind][1]);
    const presses = times(CALLERS, (index) => {
      if (index % 3 === 0) return { by: owner, path: `${approvals}/${id}/decision`, body: { decision: 'approve' } };
      if (index % 3 === 1) return { by: person, path: `${path}/withdraw-request`, body: {} };
      return { by: owner, path: `${invitations}/${invitation}/revoke`, body: {} };
    });
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const [row] = await world.rows(
      `select p.state, o.state as company, i.state as invitation,
        (select count(*)::int from memberships m where m.organization_id = o.id) as members
      from company_approvals p join organizations o on o.id = p.company_id join invitations i on i.id = p.invitation_id
      where p.company_id = $1`,
      [id],
    );
    if (row.state === 'approved')
      expect(row).toEqual({ ...row, company: 'active', invitation: 'accepted', members: 1 });
    else expect(row).toMatchObject({ state: 'withdrawn', company: 'deleted', members: 0, invitation: 'revoked' });
  });
});
