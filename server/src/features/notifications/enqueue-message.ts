import type { Locale } from '@gatehouse/contract/locales';
import type { Clock } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { SecretBox } from '../../platform/crypto/secret-box.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { inTurns } from '../../platform/in-turns.ts';
import { LANES } from '../../platform/jobs/job-store.ts';
import type { MessageRow, SubjectType } from './message-store.ts';
import { insertMessage, insertMessages } from './message-store.ts';
import type { MessageParams, MessageSecrets, MessageTemplate } from './messages/render-message.ts';
import type { SmsParams, SmsSecrets } from './messages/render-sms.ts';
import type { SmsTemplateName } from './messages/sms-templates.ts';

/** The kind of the job that delivers a message. */
export const DELIVER_MESSAGE = 'deliver-message';

/** A message to be owed. It is rendered when it leaves, from what is given here. */
export type NewMessage = MessageContent & {
  /** Null: of this installation, not of one organization. */
  readonly organizationId: string | null;
  /** Where it is of none: at whose door it was asked for. It then speaks as that organization does, else as the house. */
  readonly door?: string | null;
  readonly locale: Locale;
  /** One checked address: of mail, or E.164 for a text message. */
  readonly to: { readonly address: string; readonly name: string | null };
  /** Who speaks: the organization's name. Shown as `{senderName} via {params.productName}`. */
  readonly senderName: string;
  /** An address that answers go to. */
  readonly replyTo: string | null;
  readonly subject: { readonly type: SubjectType; readonly id: string } | null;
  /** From then on it is not sent any more: the code in it is worth nothing. */
  readonly usefulUntil: Date | null;
  /** Of a text message: how many gateways are passed over before the first is asked; none where nothing is said. */
  readonly firstGateway?: number;
};

/** `params` are kept in clear; `secrets` (links, codes) are sealed until the message leaves, then gone. */
export type MessageContent =
  | {
      [T in MessageTemplate]: {
        readonly channel: 'email';
        readonly template: T;
        readonly params: MessageParams<T>;
        readonly secrets: MessageSecrets<T>;
      };
    }[MessageTemplate]
  | {
      [T in SmsTemplateName]: {
        readonly channel: 'sms';
        readonly template: T;
        readonly params: SmsParams<T>;
        readonly secrets: SmsSecrets<T>;
      };
    }[SmsTemplateName];

type EnqueueServices = { readonly clock: Clock; readonly secretBox: SecretBox };

/**
 * Owes a message: it leaves after the commit of `transaction`, at least once, recognisably the same if twice; and never
 * if it is rolled back. Answers its id.
 */
export async function enqueueMessage(
  services: EnqueueServices,
  transaction: Transaction,
  message: NewMessage,
): Promise<string> {
  const now = services.clock.now();
  const row = rowOf(services, message, now);
  await insertMessage(transaction, { id: newId('job', now), kind: DELIVER_MESSAGE }, row);
  return row.id;
}

/**
 * Owes messages of one organization that nobody waits for at a screen: as {@link enqueueMessage}, in one statement, and
 * sent after all that somebody does wait for.
 */
export async function enqueueMessages(
  services: EnqueueServices,
  transaction: Transaction,
  organizationId: string,
  messages: readonly Omit<NewMessage, 'organizationId' | 'usefulUntil'>[],
): Promise<void> {
  const now = services.clock.now();
  const rows = await inTurns(messages, (message) => {
    const row = rowOf(services, { ...message, organizationId, usefulUntil: null } as NewMessage, now);
    return { ...row, jobId: newId('job', now) };
  });
  const of = { kind: DELIVER_MESSAGE, lane: LANES.bulk, organizationId, at: now };
  await insertMessages(transaction, of, rows);
}

function rowOf({ secretBox }: EnqueueServices, message: NewMessage, createdAt: Date): MessageRow {
  const id = newId('msg', createdAt);
  const { organizationId, channel, template, locale, senderName, replyTo, params, usefulUntil } = message;
  return {
    id,
    organizationId,
    doorOrganizationId: message.door ?? null,
    channel,
    template,
    locale,
    toAddress: message.to.address,
    toName: message.to.name,
    senderName,
    replyTo,
    params,
    secrets: secretBox.seal(JSON.stringify(message.secrets), sealContext(id)),
    subjectType: message.subject?.type ?? null,
    subjectId: message.subject?.id ?? null,
    usefulUntil,
    firstGateway: message.firstGateway ?? 0,
    createdAt,
  };
}

/** Ties sealed secrets to their message. */
export function sealContext(messageId: string): string {
  return `message:${messageId}`;
}
