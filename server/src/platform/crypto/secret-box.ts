import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * Keeps secrets that must be read again (AES-256-GCM) and keyed hashes of secrets too short for a plain one. Made
 * from a list of master keys: the first encrypts, all decrypt, so that a key is rotated by putting a new one in front.
 */
export type SecretBox = {
  /** `context` is authenticated with the text: a value cannot be moved to another row. */
  seal(plain: string, context: string): Buffer;
  /** @throws Error when no key fits or the value was altered. */
  open(sealed: Buffer, context: string): string;
  /** HMAC-SHA-256 under the first key, for codes below 112 bits (ASVS 6.5.2). */
  keyedHash(value: string, context: string): Buffer;
  /** The same under every key, newest first: what to look up while keys rotate. */
  keyedHashes(value: string, context: string): Buffer[];
};

const VERSION = 1;

// Keys as objects: from bytes, each use would make one anew, which takes five times as long as the use.
type Keys = { readonly id: Buffer; readonly encryption: KeyObject; readonly mac: KeyObject };

export function createSecretBox(masterKeys: readonly Buffer[]): SecretBox {
  const keys = masterKeys.map(deriveKeys);
  const first = keys[0];
  if (!first) throw new Error('At least one key is needed.');
  const hash = (key: Keys, value: string, context: string) =>
    createHmac('sha256', key.mac).update(`${context}\0${value}`).digest();
  return {
    seal: (plain, context) => seal(first, plain, context),
    open: (sealed, context) => open(keys, sealed, context),
    keyedHash: (value, context) => hash(first, value, context),
    keyedHashes: (value, context) => keys.map((key) => hash(key, value, context)),
  };
}

function deriveKeys(master: Buffer): Keys {
  const derive = (info: string, length: number) => Buffer.from(hkdfSync('sha256', master, 'gatehouse', info, length));
  return {
    id: derive('id', 4),
    encryption: createSecretKey(derive('encryption', 32)),
    mac: createSecretKey(derive('mac', 32)),
  };
}

// Layout: version (1) | key id (4) | nonce (12) | tag (16) | ciphertext
function seal(key: Keys, plain: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.encryption, nonce);
  cipher.setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), key.id, nonce, cipher.getAuthTag(), text]);
}

function open(keys: readonly Keys[], sealed: Buffer, context: string): string {
  const id = sealed.subarray(1, 5);
  const key = keys.find((candidate) => candidate.id.equals(id));
  if (sealed[0] !== VERSION || !key) throw new Error('No key of GATEHOUSE_SECRET opens this secret.');
  const decipher = createDecipheriv('aes-256-gcm', key.encryption, sealed.subarray(5, 17), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(17, 33));
  return Buffer.concat([decipher.update(sealed.subarray(33)), decipher.final()]).toString('utf8');
}

/** By what a key is told from another one, in the order of the list; says nothing of the key itself. */
export function keyFingerprints(masterKeys: readonly Buffer[]): string[] {
  return masterKeys.map((key) => Buffer.from(hkdfSync('sha256', key, 'gatehouse', 'fingerprint', 8)).toString('hex'));
}

/** Equality in constant time; false for different lengths. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
