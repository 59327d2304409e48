import { createHash } from 'node:crypto';
import type { PDU } from 'smpp';
import { after, MINUTE, SECOND } from '../../kernel/clock.ts';
import { type SmsPart, splitSms } from './segments.ts';
import { createSmppConnection, type SmppOptions } from './smpp-connection.ts';
import { readReceipt, spellingsOf } from './smpp-receipt.ts';
import { type SmppReply, type SmppSession, statusName } from './smpp-session.ts';
import type { OutgoingSms, SmsOutcome, SmsReceiptListener, SmsReference, SmsSender } from './sms-sender.ts';

/** A message that was taken is not handed over again within this time: longer than the life of a code. */
const REMEMBERED = 15 * MINUTE;
const THROTTLED = 0x58;
/** How often a part that is too much at once is tried before the message is put off. */
const TURNS = 3;

/** About this very message: SMPP 3.4 s. 5.1.3 ESME_RINVMSGLEN, RINVDSTADR, RX_P_APPN, RX_R_APPN. */
const FINAL = new Set([0x01, 0x0b, 0x65, 0x66]);

/**
 * A gateway that speaks SMPP 3.4, over one connection that stays open as long as somebody listens to receipts. What it
 * refuses is put off, but for a status that is about this very message (`FINAL`): that is refused for good. No answer,
 * or a connection that breaks before it, is `unknown`. A message that it took, or may have, is not handed over twice.
 */
export function createSmppSmsSender(options: SmppOptions): SmsSender {
  const { gateway, clock } = options;
  const name = `${gateway.user}@${gateway.host}:${gateway.port}`;
  const referenceOf = (id: string): SmsReference => ({
    spellings: id === '' ? [] : spellingsOf(id).map((one) => `${name}#${one}`),
  });
  let listener: SmsReceiptListener | null = null;
  const onDelivery = async (pdu: PDU) => {
    const receipt = readReceipt(pdu);
    if (!receipt) return;
    const { id, ...what } = receipt;
    await listener?.({ ...what, reference: referenceOf(id) });
  };
  const { separate } = gateway;
  const connection = createSmppConnection(options, separate ? 'transmitter' : 'transceiver', onDelivery);
  const receiving = separate ? createSmppConnection(options, 'receiver', onDelivery) : connection;
  const submit = createSubmit(options, referenceOf);
  const taken = new Map<string, { outcome: Promise<SmsOutcome>; until: Date }>();

  async function handOver(sms: OutgoingSms): Promise<SmsOutcome> {
    try {
      return await submit(await connection.session(), sms);
    } catch (error) {
      return { result: 'deferred', response: (error as Error).message };
    }
  }

  return {
    async send(sms) {
      const now = clock.now();
      for (const [id, { until }] of taken) if (until <= now) taken.delete(id);
      const before = taken.get(sms.id);
      if (before) return before.outcome;
      const outcome = handOver(sms);
      taken.set(sms.id, { outcome, until: after(now, REMEMBERED) });
      const { result } = await outcome;
      if (result === 'deferred' || result === 'bounced') taken.delete(sms.id);
      return outcome;
    },
    check: () =>
      Promise.all([connection.session(), receiving.session()]).then(
        () => null,
        (error: Error) => error.message,
      ),
    onReceipt(heard) {
      listener = heard;
      receiving.keep();
    },
    close: async () => void (await Promise.all([connection.close(), receiving.close()])),
  };
}

function createSubmit(options: SmppOptions, referenceOf: (id: string) => SmsReference) {
  const { gateway, throttleMilliseconds = SECOND } = options;
  const turn = createPace(SECOND / gateway.perSecond);

  async function submitPart(session: SmppSession, fields: object): Promise<SmppReply> {
    for (let left = TURNS; ; left--) {
      await turn();
      const reply = await session.request('submit_sm', { ...fields });
      if (reply.kind !== 'answered' || reply.status !== THROTTLED || left <= 1) return reply;
      turn.pause(throttleMilliseconds * (TURNS + 1 - left));
    }
  }

  return async (session: SmppSession, sms: OutgoingSms): Promise<SmsOutcome> => {
    const parts = fieldsOf(gateway, sms, options.clock.now());
    const references = parts.map((): SmsReference => ({ spellings: [] }));
    for (const [index, fields] of parts.entries()) {
      const reply = await submitPart(session, fields);
      const trouble = troubleOf(reply);
      if (trouble) return { ...trouble, references };
      if (reply.kind === 'answered') references[index] = referenceOf(reply.messageId);
    }
    return { result: 'sent', response: `${statusName(0)}, parts: ${parts.length}`, references };
  };
}

function troubleOf(reply: SmppReply): SmsOutcome | null {
  if (reply.kind === 'unsent') return { result: 'deferred', response: reply.words };
  if (reply.kind !== 'answered') return { result: 'unknown', response: reply.words };
  if (reply.status === 0) return null;
  return { result: FINAL.has(reply.status) ? 'bounced' : 'deferred', response: statusName(reply.status) };
}

const GSM = 0x00;
const UCS_2 = 0x08;
const HAS_HEADER = 0x40;

/** The fields of one submit_sm for each part. */
function fieldsOf(gateway: SmppOptions['gateway'], sms: OutgoingSms, now: Date): object[] {
  const all = {
    ...senderFields(gateway.from),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: sms.to.replace('+', ''),
    registered_delivery: 1,
    validity_period: validityOf(sms.usefulUntil, now),
  };
  const parts = splitSms(sms.text);
  const coding = parts[0]?.encoding === 'UCS-2' ? UCS_2 : GSM;
  if (parts.length > 1 && gateway.payload) {
    const whole = Buffer.concat(parts.map(({ octets }) => octets));
    return [{ ...all, data_coding: coding, message_payload: whole }];
  }
  return parts.map((part, index) => ({
    ...all,
    data_coding: coding,
    ...(parts.length === 1 ? {} : { esm_class: HAS_HEADER }),
    short_message: parts.length === 1 ? part.octets : tied(part, sms.id, parts.length, index + 1),
  }));
}

/**
 * 3GPP TS 23.040 s. 9.2.3.24.1: what ties the parts together. The number is the message's own, so that a telephone that
 * gets a part again knows it.
 */
function tied({ octets }: SmsPart, id: string, parts: number, number: number): Buffer {
  const [group = 0] = createHash('sha256').update(id).digest();
  return Buffer.concat([Buffer.from([5, 0, 3, group, parts, number]), octets]);
}

/** Type and plan of the sender's number: letters, a short number, or one of E.164. */
function senderFields(from: string): object {
  if (from === '') return {};
  if (!/^\+?\d+$/.test(from)) return { source_addr_ton: 5, source_addr_npi: 0, source_addr: from };
  if (!from.startsWith('+')) return { source_addr_ton: 3, source_addr_npi: 0, source_addr: from };
  return { source_addr_ton: 1, source_addr_npi: 1, source_addr: from.slice(1) };
}

/** SMPP 3.4 s. 7.1.1, relative: no clock of the other side is trusted. Empty: as long as the gateway tries by itself. */
function validityOf(until: Date | null, now: Date): string {
  if (!until) return '';
  const seconds = Math.min(Math.max(Math.round((until.getTime() - now.getTime()) / SECOND), 60), 86_400 * 7);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const [days, rest] = [seconds / 86_400, seconds % 86_400];
  return `0000${two(days)}${two(rest / 3600)}${two((rest % 3600) / 60)}${two(rest % 60)}000R`;
}

/** One after the other, no faster than every `spacing` milliseconds. */
function createPace(spacing: number) {
  let next = 0;
  const turn = async () => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + spacing;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  };
  turn.pause = (milliseconds: number) => {
    next = Math.max(next, performance.now() + milliseconds);
  };
  return turn;
}
