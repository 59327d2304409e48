import type { PDU } from 'smpp';
import type { SmsReceipt } from './sms-sender.ts';

/** SMPP 3.4 s. 5.2.12, bits 2 to 5 of esm_class. */
const KIND = 0x3c;
const RECEIPT = 0x04;

/** The final ones of SMPP 3.4 s. 5.2.28; what is still under way, or not known, is no receipt. */
const STATES: Readonly<Record<number, SmsReceipt['state']>> = {
  2: 'delivered',
  3: 'expired',
  4: 'failed',
  5: 'failed',
  8: 'rejected',
};

/** The same as words (s. B), of which everybody spells the first letters alike. */
const WORDS: readonly (readonly [RegExp, SmsReceipt['state']])[] = [
  [/^DELIVRD|^DELIVERED/, 'delivered'],
  [/^EXP/, 'expired'],
  [/^DEL|^UNDEL|^FAIL/, 'failed'],
  [/^REJ/, 'rejected'],
];

type Read = Pick<SmsReceipt, 'state' | 'response'> & { readonly id: string; readonly from: string };

/**
 * What a gateway says about a text message that it took; null: it is no receipt, or not a final one. What its optional
 * fields say goes before its text. Of the text neither more nor less is kept than status and error: the rest repeats
 * the beginning of the message.
 */
export function readReceipt(pdu: PDU): Read | null {
  const text = textOf(pdu);
  const id = idOf(pdu.receipted_message_id) ?? idOf(/\bid: ?([^\s]+)/i.exec(text)?.[1]);
  const marked = (Number(pdu.esm_class) & KIND) === RECEIPT;
  const unmarked = pdu.receipted_message_id !== undefined || /^\s*id:.*\bstat:/is.test(text);
  if (!id || !(marked || unmarked)) return null;
  const word = /\bstat: ?([a-z]{3,10})/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const state = STATES[Number(pdu.message_state)] ?? WORDS.find(([spelling]) => spelling.test(word))?.[1];
  if (!state) return null;
  const error = /\berr: ?(\w{1,10})/i.exec(text)?.[1];
  const response = [word || state, error ? `err:${error}` : ''].join(' ').trim();
  return { id, state, response, from: typeof pdu.source_addr === 'string' ? pdu.source_addr : '' };
}

function textOf({ short_message: short, message_payload: payload }: PDU): string {
  return [short, payload].map(plain).find((text) => text !== '') ?? '';
}

function plain(field: unknown): string {
  const message = typeof field === 'object' && field !== null && 'message' in field ? field.message : field;
  return Buffer.isBuffer(message) ? message.toString('latin1') : String(message ?? '');
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
  return id === '' || id.length > 65 ? null : id;
}

/**
 * The ways in which gateways write one id, the likeliest first: they answer in hexadecimal and report in decimal, or the
 * other way round, with zeros before it.
 */
export function spellingsOf(id: string): string[] {
  const plainId = id.toLowerCase().replace(/^0+(?=.)/, '');
  const others = [
    ...(/^\d{1,24}$/.test(plainId) ? [BigInt(plainId).toString(16)] : []),
    ...(/^[\da-f]{1,20}$/.test(plainId) ? [BigInt(`0x${plainId}`).toString()] : []),
  ];
  return [...new Set([plainId, ...others])];
}
