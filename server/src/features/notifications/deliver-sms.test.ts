import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveryWorld, type DeliveryWorld } from '../../../test/delivery-world.ts';
import { findOutboxMessage, listOutbox } from './read-outbox.ts';

let world: DeliveryWorld;
beforeAll(async () => {
  world = await createDeliveryWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const CODE = {
  channel: 'sms',
  template: 'S01',
  to: { address: '+48512345678', name: null },
  params: { productName: 'Gatehouse', minutes: 10, host: 'gate.example' },
  secrets: { code: '042193' },
  subject: { type: 'code', id: 'otc_1' },
} as const;

describe('a text message', () => {
  it('leaves by the gateway, and its code stays nowhere (S74)', async () => {
    const id = await world.enqueue(CODE);
    await world.worker().runDue();
    expect(world.phone.texts).toEqual([
      {
        id,
        to: '+48512345678',
        text: expect.stringMatching(/@gate\.example #042193$/),
        usefulUntil: null,
        firstGateway: 0,
      },
    ]);
    expect(world.mailServer.mails).toEqual([]);
    expect(await world.message(id)).toMatchObject({ channel: 'sms', state: 'sent', secrets: null });
    expect(world.log.join('')).not.toMatch(/042193|48512345678/);
    expect(JSON.stringify(await world.message(id))).not.toContain('042193');
  });

  it('is not sent again after a result that nobody knows (R9)', async () => {
    world.phone.outcome = { result: 'unknown', response: 'no answer' };
    const id = await world.enqueue(CODE);
    const worker = world.worker();
    await worker.runDue();
    world.now = new Date(world.now.getTime() + 3_600_000);
    await worker.runDue();
    world.phone.outcome = { result: 'sent', response: '202' };
    expect(world.phone.texts).toHaveLength(1);
    expect(await world.message(id)).toMatchObject({ state: 'sent', response: 'no answer', secrets: null });
  });

  it('is kept and shown where no gateway is set, though mail leaves', async () => {
    const services = { ...world.services, smsOutboxMode: true };
    const id = await world.enqueue(CODE);
    await world.worker(services).runDue();
    expect(await listOutbox(services)).toMatchObject([{ id, mail: null, sms: { to: '+48512345678' } }]);
    expect(await findOutboxMessage(world.services, id)).toBeNull();
  });

  it.each(['+19005551234', '+88213123456', '+979123456789', '+448431234567', '+870773123456'])(
    'never goes to %s (A36)',
    async (address) => {
      const id = await world.enqueue({ ...CODE, to: { address, name: null } });
      await world.worker().runDue();
      expect(world.phone.texts).toEqual([]);
      expect(await world.message(id)).toMatchObject({ state: 'abandoned', secrets: null });
    },
  );

  it('goes only to countries that are allowed (A36)', async () => {
    const id = await world.enqueue({ ...CODE, to: { address: '+886912345678', name: null } });
    await world.worker({ smsCountries: ['PL', 'CN'] }).runDue();
    expect(world.phone.texts).toEqual([]);
    expect(await world.message(id)).toMatchObject({ state: 'abandoned', response: 'no text messages to TW' });
  });

  it('goes five times an hour to one number, and another number has its own five (A36); codes are counted where they are asked for', async () => {
    const help = {
      ...CODE,
      template: 'S09',
      params: { organizationName: 'Northwind', productName: 'Gatehouse', kind: 'sign-in' },
      secrets: { link: 'https://gate.example/sign-in' },
      subject: null,
    } as const;
    const sendTo = async (address: string, times: number) => {
      for (let time = 0; time < times; time++) await world.enqueue({ ...help, to: { address, name: null } });
      await world.worker().runDue();
      return world.phone.texts.filter(({ to }) => to === address).length;
    };
    expect(await sendTo('+48601222333', 7)).toBe(5);
    expect(await sendTo('+48601222444', 2)).toBe(2);
  });

  it('notices have a budget of their own, which neither help nor wrong tries of strangers use up (A36)', async () => {
    const to = { address: '+48601222555', name: null };
    const told = (kind: 'password-changed' | 'sign-in-locked', times: number) =>
      sendTo(times, {
        template: 'S14',
        params: { productName: 'Gatehouse', kind },
        secrets: { link: 'https://gate.example/n/ABCD2345EF' },
      });
    const sendTo = async (times: number, over: object) => {
      const before = world.phone.texts.length;
      for (let time = 0; time < times; time++) await world.enqueue({ ...CODE, ...over, to, subject: null } as never);
      await world.worker().runDue();
      return world.phone.texts.length - before;
    };
    const help = {
      template: 'S09',
      params: { organizationName: 'Northwind', productName: 'Gatehouse', kind: 'sign-in' },
      secrets: { link: 'https://gate.example/sign-in' },
    };
    expect(await sendTo(7, help)).toBe(5);
    expect(await told('sign-in-locked', 7)).toBe(5);
    const spent = (
      await world.rows(`select sum(points)::int as points from rate_limits where key like 'sms.organization-day:%'`)
    )[0];
    expect(await told('password-changed', 22)).toBe(20);
    const after = (
      await world.rows(`select sum(points)::int as points from rate_limits where key like 'sms.organization-day:%'`)
    )[0];
    expect(after.points - spent.points).toBe(20);
  });
});
