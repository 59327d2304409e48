import { randomBytes } from 'node:crypto';

/** What an id is of: its first letters. One list, so that no two kinds share a prefix. */
export type IdPrefix =
  | 'acc' // account
  | 'idn' // identifier
  | 'idc' // change of an identifier
  | 'org' // organization
  | 'mem' // membership
  | 'inv' // invitation
  | 'imp' // import of invitations
  | 'opn' // operation on many things at once
  | 'viw' // saved view of a list
  | 'flw' // flow
  | 'sin' // flow of a sign-in
  | 'ses' // session
  | 'pky' // passkey
  | 'otc' // one-time code
  | 'pwl' // link to set a password
  | 'msg' // message
  | 'job' // job
  | 'jrq' // join request
  | 'cns' // consent
  | 'odf' // file with somebody's own data
  | 'rec' // request to set a lost second step up anew
  | 'sie' // sign-in event
  | 'alt' // alert
  | 'whd' // delivery of a webhook
  | 'req'; // HTTP request

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32, lower case

function encode(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/**
 * What every id of this kind that was made at `instant` or later is not less than, in byte order: by it a list that is cut by
 * id is cut by time.
 */
export function firstIdAt(prefix: IdPrefix, instant: Date): string {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(Math.max(0, instant.getTime()), 0, 6);
  return `${prefix}_${encode(bytes)}`;
}

/**
 * A new id: prefix, underscore, 26 characters: 48 bits of time in milliseconds, then 80 random bits. Ids sort by
 * age, which keeps indexes dense and lets lists be cut by key, and cannot be guessed.
 */
export function newId(prefix: IdPrefix, now: Date = new Date()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return `${prefix}_${encode(bytes)}`;
}
