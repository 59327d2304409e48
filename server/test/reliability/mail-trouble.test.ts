import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import type { MailRefusal } from '../mail-server.ts';
import { must, type Person } from '../person.ts';
import { createProcessWorld, INVITATIONS, type ProcessWorld } from './process-world.ts';

describe('a mail server in trouble (security.md R7, R8)', { timeout: 30_000 }, () => {
  let world: ProcessWorld;
  let owner: Person;
  const refusals = new Map<string, MailRefusal>();
  beforeAll(async () => {
    world = await createProcessWorld();
    world.mailServer.refuse = ({ recipients }) => refusals.get(recipients[0] ?? '') ?? null;
    owner = await world.setUp(await world.start());
  });
  afterAll(() => world.close());

  async function invite(address: string, refusal: MailRefusal): Promise<string> {
    refusals.set(address, refusal);
    const { body } = await must(world.invite(owner, address), 201);
    expect(body.state).toBe('queued');
    return body.id;
  }
  const detail = async (id: string) => (await must(owner.get(`${INVITATIONS}/${id}`), 200)).body;
  const settled = (id: string, attempts: number) =>
    eventually(
      async () =>
        (await world.count(`messages where subject_id = $1 and state <> 'sending' and attempts = $2`, [
          id,
          attempts,
        ])) === 1,
    );
  const job = async (id: string) =>
    (
      await world.rows(
        `select j.run_at, extract(epoch from j.run_at - m.updated_at)::float as wait from jobs j
      join messages m on m.id = j.payload->>'messageId' where m.subject_id = $1`,
        [id],
      )
    )[0];
  const events = (timeline: { event: string }[]) => timeline.map(({ event }) => event);

  it.each([
    [421, '4.3.2 Too busy'],
    [451, '4.7.1 Greylisted, come back later'],
  ])('tries again after %i, later and later, and tells the inviter that it waits', async (code, words) => {
    const address = `later-${code}@customer.example`;
    const id = await invite(address, { at: 'RCPT', code, words });
    const waits: number[] = [];
    for (const attempts of [1, 2, 3]) {
      await settled(id, attempts);
      const { wait } = await job(id);
      waits.push(wait);
      const seen = await detail(id);
      expect(seen).toMatchObject({ state: 'queued', stoppedAt: 'message-delivered' });
      expect(seen.deliveries).toMatchObject([{ state: 'queued', response: expect.stringContaining(words) }]);
      expect(events(seen.timeline)).toEqual(['created', ...Array.from({ length: attempts }, () => 'deferred')]);
      if (attempts === 3) refusals.delete(address);
      await world.rows(`update jobs set run_at = now()`); // what time does
    }
    expectAround(waits, [30, 120, 480]);
    await settled(id, 4);
    const seen = await detail(id);
    expect(seen).toMatchObject({ state: 'sent', deliveries: [{ state: 'sent' }] });
    expect(events(seen.timeline).at(-1)).toBe('sent');
    expect(world.mailsTo(address)).toHaveLength(1);
  });

  it('shows 550 with its words at once, tries no more, and holds nobody else up', async () => {
    const words = '5.1.1 No such user here';
    const id = await invite('nobody@customer.example', { at: 'RCPT', code: 550, words });
    const other = (await must(world.invite(owner, 'somebody@customer.example'), 201)).body.id;
    await settled(id, 1);
    const seen = await detail(id);
    expect(seen).toMatchObject({ state: 'bounced', stoppedAt: 'message-delivered' });
    expect(seen.deliveries).toMatchObject([{ state: 'bounced', response: expect.stringContaining(words) }]);
    expect(seen.timeline.at(-1)).toMatchObject({
      event: 'bounced',
      detail: { response: expect.stringContaining(words) },
    });
    expect(await job(id)).toBeUndefined();
    expect((await owner.post(`${INVITATIONS}/${id}/resend`)).body.code).toBe('INV-BOUNCED');
    await settled(other, 1);
    expect((await detail(other)).state).toBe('sent');
  });

  it('sends again what a broken connection left in doubt', async () => {
    const address = 'dropped@customer.example';
    refusals.set(address, 'hang');
    const id = (await must(world.invite(owner, address), 201)).body.id;
    await eventually(
      async () => (await world.count(`messages where subject_id = $1 and state = 'sending'`, [id])) === 1,
    );
    await eventually(() => {
      world.mailServer.drop();
      return world.count(`messages where subject_id = $1 and state = 'queued'`, [id]);
    });
    refusals.delete(address);
    await world.rows(`update jobs set run_at = now()`);
    await settled(id, 2);
    expect((await detail(id)).state).toBe('sent');
    expect(world.mailsTo(address)).toHaveLength(1);
  });
});

/** Within the fifth that chance gives or takes. */
function expectAround(given: readonly number[], wanted: readonly number[]): void {
  for (const [index, seconds] of wanted.entries()) {
    expect(given[index]).toBeGreaterThanOrEqual(seconds * 0.8 - 1);
    expect(given[index]).toBeLessThanOrEqual(seconds * 1.2 + 1);
  }
}
