import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tally, times } from '../crowd.ts';
import { must, type Person } from '../person.ts';
import { CALLERS, createRaceWorld, ONE_ACCEPTANCE, type RaceWorld, RELEASES } from './race-world.ts';

const WRITTEN = ['invitations', 'invitation_tokens', 'invitation_events', 'audit_events', 'messages', 'memberships'];

describe.each(RELEASES)('invitations under a crowd (security.md A15, A24, R6, %s)', (kind) => {
  let world: RaceWorld;
  let owner: Person;
  let invitations: string;
  beforeAll(async () => {
    world = await createRaceWorld();
    ({ owner, invitations } = await world.setUp());
  });
  beforeEach(() => world.rows('truncate rate_limits'));
  afterAll(() => world.close());

  it('invites one address once, however it is written', async () => {
    const address = world.address();
    const presses = times(CALLERS, (index) => ({
      by: owner,
      path: invitations,
      body: { kind: 'member', to: { email: index % 2 === 0 ? address : address.toUpperCase() } },
    }));
    const answers = await world.release(kind, WRITTEN)(presses);
    expect(tally(answers)).toEqual({ 201: 1, '409 INV-ALREADY-INVITED': CALLERS - 1 });
    const created = answers.find(({ status }) => status === 201)?.body.id;
    expect(new Set(answers.map(({ body }) => body.params?.invitationId ?? body.id))).toEqual(new Set([created]));
    expect(await world.count('messages where to_address = $1', [address])).toBe(1);
    expect(await world.count(`audit_events where action = 'invitation.created' and subject_id = $1`, [created])).toBe(
      1,
    );
  });

  it('makes room for one when the old one is over', async () => {
    const address = world.address();
    const old = await world.invite(owner, invitations, { to: { email: address } });
    await world.rows(`update invitations set expires_at = now() - interval '1 day' where id = $1`, [old]);
    const press = { by: owner, path: invitations, body: { kind: 'member', to: { email: address } } };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 201: 1, '409 INV-ALREADY-INVITED': CALLERS - 1 });
    expect(
      await world.rows('select state from invitations where address_canonical = $1 order by id', [address]),
    ).toEqual([{ state: 'expired' }, { state: 'queued' }]);
  });

  it('sends one mail for 16 presses of "Resend"', async () => {
    const address = world.address();
    const id = await world.invite(owner, invitations, { to: { email: address } });
    world.app.clock.advance(61_000);
    const press = { by: owner, path: `${invitations}/${id}/resend` };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 200: 1, '429 INV-RESEND-LIMIT': CALLERS - 1 });
    expect(await world.count('messages where to_address = $1', [address])).toBe(2);
    expect(await world.count('invitation_tokens where invitation_id = $1', [id])).toBe(2);
    expect(await world.rows('select resends from invitations where id = $1', [id])).toEqual([{ resends: 1 }]);
  });

  it('has one outcome when it is revoked and accepted at once', async () => {
    const address = world.address();
    const id = await world.invite(owner, invitations, { to: { email: address } });
    const person = world.person();
    const { path, step } = await world.walk(person, address, 'terms');
    const presses = times(CALLERS, (index) =>
      index % 2 === 0
        ? { by: owner, path: `${invitations}/${id}/revoke` }
        : { by: person, path: `${path}/terms`, body: { accepted: true, version: step.version } },
    );
    const answers = await world.release(kind, WRITTEN)(presses);
    const revoked = answers.some(({ status }, index) => status === 200 && index % 2 === 0);
    const half = CALLERS / 2;
    expect(tally(answers)).toEqual(
      revoked
        ? { 200: 1, '409 INV-NOT-OPEN': half - 1, '410 INV-REVOKED': half }
        : { 200: half, '409 INV-NOT-OPEN': half },
    );
    const none = { memberships: 0, audited: 0, timeline: 0, welcomes: 0 };
    expect(await world.effects(id, address)).toEqual(revoked ? none : ONE_ACCEPTANCE);
    const detail = (await must(owner.get(`${invitations}/${id}`), 200)).body;
    expect(detail.state).toBe(revoked ? 'revoked' : 'accepted');
    expect(await world.count(`audit_events where action = 'invitation.revoked' and subject_id = $1`, [id])).toBe(
      revoked ? 1 : 0,
    );
    expect((await must(person.get(path), 200)).body.state).toBe(revoked ? 'stopped' : 'done');
  });

  it('acts once for 16 requests with one Idempotency-Key, and answers all of them alike', async () => {
    const address = world.address();
    const press = {
      by: owner,
      path: invitations,
      body: { kind: 'member', to: { email: address } },
      headers: { 'idempotency-key': `key-${kind}` },
    };
    const answers = await world.release(kind, [...WRITTEN, 'idempotency_keys'])(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ 201: CALLERS });
    expect(answers.map(({ body }) => body)).toEqual(times(CALLERS, () => answers[0]?.body));
    expect(await world.count('messages where to_address = $1', [address])).toBe(1);
    const other = { ...press.body, to: { email: world.address() } };
    const reused = await owner.post(invitations, other, press.headers);
    expect(reused.body.code).toBe('IDEMPOTENCY-REUSED');
  });

  it('fails 16 requests with one Idempotency-Key alike, and keeps nothing of it', async () => {
    const address = world.address();
    await world.invite(owner, invitations, { to: { email: address } });
    const headers = { 'idempotency-key': `failing-${kind}` };
    const press = { by: owner, path: invitations, body: { kind: 'member', to: { email: address } }, headers };
    const answers = await world.release(kind, WRITTEN)(times(CALLERS, () => press));
    expect(tally(answers)).toEqual({ '409 INV-ALREADY-INVITED': CALLERS });
    expect(await world.count(`idempotency_keys where key = $1`, [headers['idempotency-key']])).toBe(0);
  });
});
