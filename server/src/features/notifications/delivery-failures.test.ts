import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryWorld } from '../../../test/delivery-world.ts';
import { createDeliveryWorld, START } from '../../../test/delivery-world.ts';
import { after, HOUR, MINUTE } from '../../kernel/clock.ts';
import { createSecretBox } from '../../platform/crypto/secret-box.ts';
import type { Database } from '../../platform/database/database.ts';
import { command } from '../../platform/database/database.ts';
import type { EmailSender } from '../../platform/email/email-sender.ts';
import { createSmtpEmailSender } from '../../platform/email/smtp-email-sender.ts';
import type { DeliveryServices } from './deliver-message.ts';

const NOTE = command('insert into heard values ($1, $2)');
let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

describe('when things break', () => {
  it('a worker that dies after the server took the mail may repeat it, recognisably, and loses nothing (R2)', async () => {
    const { emailSender } = world.services;
    const id = await world.enqueue();
    const dying: EmailSender = {
      ...emailSender,
      async send(mail) {
        await emailSender.send(mail);
        await world.expireLeases(); // kill -9, and the others come
        await world.worker().runDue();
        return { result: 'sent', response: '250 too late' };
      },
    };
    const first = world.worker({ emailSender: dying });
    await first.runDue();
    const { mails } = world.mailServer;
    expect(mails.map((mail) => mail.messageId)).toEqual([`<${id}@gate.example>`, `<${id}@gate.example>`]);
    expect(first.ends).toEqual(['lost']);
    expect(await world.told()).toEqual(['sent']);
    expect((await world.message(id)).response).not.toContain('too late');
    expect(world.log.join()).toContain('may arrive twice');
  });

  it('a worker that froze before it sent finds its job taken, and sends nothing (R14)', async () => {
    await world.enqueue();
    const { database } = world.services;
    const frozen = Promise.withResolvers<void>();
    const thawed = Promise.withResolvers<void>();
    // It freezes between making the mail and asking for its lease.
    const slow: Database = {
      ...database,
      query: async (asked, values) => {
        if (asked.text.includes('jobs set leased_until')) {
          frozen.resolve();
          await thawed.promise;
        }
        return database.query(asked, values);
      },
    };
    const first = world.worker({ database: slow });
    const run = first.runDue();
    await frozen.promise;
    await world.expireLeases();
    await world.worker().runDue();
    thawed.resolve();
    await run;
    expect(world.mailServer.mails).toHaveLength(1);
    expect(first.ends).toEqual(['lost']);
    expect(await world.told()).toEqual(['sent']);
  });

  it('an owner that fails undoes the record, and hears it again without the mail being repeated', async () => {
    let failures = 2;
    const listeners: DeliveryServices['listeners'] = {
      invitation: async (transaction, event) => {
        await transaction.query(NOTE, [event.subjectId, event.state]);
        if (failures-- > 0) throw new Error('the owner is unwell');
      },
    };
    const id = await world.enqueue();
    const failing = world.worker({ listeners });
    await failing.runDue();
    expect(await world.message(id)).toMatchObject({ state: 'sending', secrets: expect.any(Buffer) });
    expect(await world.told()).toEqual([]);
    for (let run = 0; run < 2; run++) {
      world.now = after(world.now, HOUR);
      await failing.runDue();
    }
    expect(await world.message(id)).toMatchObject({ state: 'sent', attempts: 1, secrets: null, updated_at: START });
    expect(await world.told()).toEqual(['sent']);
    expect(world.mailServer.mails).toHaveLength(1);
  });

  it('a mail server that is away delays, and the message leaves when it is back', async () => {
    const away = createSmtpEmailSender({ url: 'smtp://127.0.0.1:1', logger: world.services.logger });
    const id = await world.enqueue();
    await world.worker({ emailSender: away }).runDue();
    const refused = { state: 'queued', response: expect.stringContaining('ECONNREFUSED') };
    expect(await world.message(id)).toMatchObject(refused);
    world.now = after(START, MINUTE);
    await world.worker().runDue();
    expect(world.mailServer.mails).toHaveLength(1);
    await away.close();
  });

  it('a lost key delays too, so that putting it back is enough', async () => {
    const id = await world.enqueue();
    await world.worker({ secretBox: createSecretBox([randomBytes(32)]) }).runDue();
    expect(await world.message(id)).toMatchObject({ state: 'queued', secrets: expect.any(Buffer) });
    expect(world.log.join()).toContain('cannot prepare message');
    world.now = after(START, MINUTE);
    await world.worker().runDue();
    expect(world.mailServer.mails).toHaveLength(1);
  });

  it('sealed secrets put into another row open nothing', async () => {
    const [one, other] = [await world.enqueue(), await world.enqueue()];
    const move = 'update messages set secrets = (select secrets from messages where id = $1) where id = $2';
    await world.rows(move, [one, other]);
    await world.worker().runDue();
    expect(world.mailServer.mails.map((mail) => mail.messageId)).toEqual([`<${one}@gate.example>`]);
  });
});
