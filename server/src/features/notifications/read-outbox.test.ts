import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryWorld } from '../../../test/delivery-world.ts';
import { createDeliveryWorld, LINK, START } from '../../../test/delivery-world.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { createOutboxEmailSender } from '../../platform/email/outbox-email-sender.ts';
import type { DeliveryServices } from './deliver-message.ts';
import { findOutboxMessage, listOutbox } from './read-outbox.ts';

let world: DeliveryWorld;

beforeAll(async () => {
  world = await createDeliveryWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

function outbox(): DeliveryServices {
  return { ...world.services, outboxMode: true, emailSender: createOutboxEmailSender() };
}

describe('the outbox', () => {
  it('keeps what would have been sent, readable with its secrets', async () => {
    const id = await world.enqueue();
    expect(await listOutbox(outbox())).toMatchObject([
      { id, state: 'queued', mail: { messageId: `<${id}@gate.example>` } },
    ]);
    await world.worker(outbox()).runDue();
    expect(world.mailServer.mails).toEqual([]);
    expect(world.heard).toMatchObject([{ state: 'sent', response: 'kept in the outbox' }]);
    expect(await findOutboxMessage(outbox(), id)).toMatchObject({
      id,
      state: 'sent',
      to: { address: 'jan@klient.example', name: 'Jan Żak' },
      mail: { text: expect.stringContaining(LINK), replyTo: { address: 'anna@supplier.example' } },
    });
  });

  it('shows nothing where messages really leave', async () => {
    const id = await world.enqueue();
    expect(await listOutbox(world.services)).toEqual([]);
    expect(await findOutboxMessage(world.services, id)).toBeNull();
  });

  it('says so when a message cannot be read, and shows the others', async () => {
    await world.enqueue();
    await world.rows(`update messages set secrets = '\\x00'`);
    world.now = after(START, MINUTE);
    const id = await world.enqueue();
    expect(await listOutbox(outbox())).toMatchObject([{ id, mail: { to: { name: 'Jan Żak' } } }, { mail: null }]);
  });
});
