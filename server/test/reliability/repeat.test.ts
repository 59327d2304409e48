import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, must, PASSWORD, type Person } from '../person.ts';
import { createRaceWorld, ONE_ACCEPTANCE, type RaceWorld } from '../races/race-world.ts';

/** Double click, refresh of a POST, a client that tries again (security.md R6): the same answer, one effect. */
describe('pressed twice', () => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, invitations } = await world.setUp());
  });
  afterAll(() => world.close());

  const pageOf = ({ redirectTo, state, step }: Answer['body']) => ({ redirectTo, state, page: step.name });

  /** Presses, and presses again; both must be answered with the same page. */
  async function twice(person: Person, path: string, body: unknown): Promise<Answer['body']> {
    const first = (await must(person.post(path, body), 200)).body;
    const second = (await must(person.post(path, body), 200)).body;
    expect(pageOf(second)).toEqual(pageOf(first));
    return first;
  }

  it('each step of the whole road has one effect', async () => {
    const address = world.address();
    const id = await world.invite(owner, invitations, { kind: 'company', to: { email: address } });
    const person = world.person();
    const started = (
      await must(person.post('/api/v1/flows', { kind: 'invitation', token: await world.token(address) }), 201)
    ).body;
    const step = (name: string, body: unknown = {}) => twice(person, `/api/v1/flows/${started.id}/${name}`, body);
    expect((await step('accept')).step.name).toBe('code');
    expect((await step('code', { code: await world.code(address)() })).step.name).toBe('set-password');
    const { version } = (await step('set-password', { password: PASSWORD })).step;
    expect((await step('terms', { accepted: true, version })).step.name).toBe('company');
    const company = { name: 'URS Machining', country: 'TW', registrationNumber: '24536806' };
    expect((await step('company', company)).state).toBe('done');

    expect(await world.effects(id, address)).toEqual(ONE_ACCEPTANCE);
    expect(await world.count('one_time_codes where destination = $1', [address])).toBe(1);
    expect(await world.count('organizations where registration_number = $1', [company.registrationNumber])).toBe(1);
    const events = (await must(owner.get(`${invitations}/${id}`), 200)).body.timeline.map(
      ({ event }: { event: string }) => event,
    );
    expect(new Set(events).size).toBe(events.length);
    expect(
      await world.count('sessions s join identifiers i using (account_id) where i.canonical = $1', [address]),
    ).toBe(1);
  });

  it('the last step gives the session again to the browser that lost the answer, but not after it was ended', async () => {
    const address = world.address();
    await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    const { path, step } = await world.walk(person, address, 'terms');
    const press = () => person.post(`${path}/terms`, { accepted: true, version: step.version });
    await must(press(), 200);
    const session = person.cookies.get('gatehouse');
    expect(session).toBeDefined();
    person.cookies.delete('gatehouse'); // the answer never arrived
    await must(press(), 200);
    expect(person.cookies.get('gatehouse')).toBe(session);
    await must(person.get('/api/v1/session'), 200);

    const { body } = await must(person.get('/api/v1/sessions'), 200);
    expect(body.items).toHaveLength(1);
    await world.rows(`update sessions set ended_at = now() where id = $1`, [body.items[0].id]);
    person.cookies.delete('gatehouse');
    await must(press(), 200);
    expect(person.cookies.get('gatehouse')).toBeUndefined();
  });

  it('one Idempotency-Key gives one invitation and one answer; without one the second is told of the first', async () => {
    const body = { kind: 'member', to: { email: world.address() } };
    const headers = { 'idempotency-key': 'once' };
    const first = await must(owner.post(invitations, body, headers), 201);
    const second = await must(owner.post(invitations, body, headers), 201);
    expect(second.body).toEqual(first.body);
    const third = await must(owner.post(invitations, body), 409);
    expect(third.body).toMatchObject({ code: 'INV-ALREADY-INVITED', params: { invitationId: first.body.id } });
    expect(await world.count('messages where to_address = $1', [body.to.email])).toBe(1);
  });

  it('a withdrawal has one effect, and the second press is told so', async () => {
    const id = await world.invite(owner, invitations, { to: { email: world.address() } });
    await must(owner.post(`${invitations}/${id}/revoke`), 200);
    expect((await must(owner.post(`${invitations}/${id}/revoke`), 409)).body.code).toBe('INV-NOT-OPEN');
    expect(await world.count(`audit_events where subject_id = $1 and action = 'invitation.revoked'`, [id])).toBe(1);
  });
});
