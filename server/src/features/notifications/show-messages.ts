import type { NewMessage } from './enqueue-message.ts';
import { type OwedPreview, previewOwed } from './preview-owed.ts';
import { findOutboxMessage, listOutbox, type OutboxMessage } from './read-outbox.ts';

/** Messages as their readers have them. */
export type ShownMessages = {
  /** The newest messages; none unless nothing leaves this machine. */
  listOutbox(): Promise<OutboxMessage[]>;
  /** One of them; null also when messages really leave. */
  findOutboxMessage(id: string): Promise<OutboxMessage | null>;
  /** What these messages would be if they were owed now; nothing of them is kept. */
  previewOwed(messages: readonly NewMessage[]): Promise<OwedPreview[]>;
};

export function createShownMessages(services: Parameters<typeof previewOwed>[0]): ShownMessages {
  return {
    listOutbox: () => listOutbox(services),
    findOutboxMessage: (id) => findOutboxMessage(services, id),
    previewOwed: (messages) => previewOwed(services, messages),
  };
}
