import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Bits of the authenticator data (WebAuthn Level 3 s. 6.1). */
export const FLAG = { present: 1, verified: 4, eligible: 8, backedUp: 16 } as const;
const ATTESTED = 64;
const USUAL = FLAG.present | FLAG.verified;

/** What is answered otherwise than a browser would. */
export type Oddity = {
  readonly flags?: number;
  readonly origin?: string;
  readonly rpId?: string;
  readonly counter?: number;
  readonly credentialId?: Buffer;
  readonly userHandle?: Buffer;
  readonly crossOrigin?: boolean;
  readonly type?: string;
};

type Options = { readonly challenge: string; readonly user?: { readonly id: string } };

/** An authenticator and a browser in one, with one key: answers what it is told to, right or wrong. */
export function softAuthenticator(home = { origin: 'http://localhost:3000', rpId: 'localhost' }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let user = Buffer.alloc(0);

  const clientData = (type: string, { challenge }: Options, odd: Oddity) =>
    Buffer.from(
      JSON.stringify({
        type: odd.type ?? type,
        challenge,
        origin: odd.origin ?? home.origin,
        crossOrigin: odd.crossOrigin ?? false,
      }),
    );
  const data = (flags: number, odd: Oddity, attested: Buffer = Buffer.alloc(0)) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(odd.counter ?? 0);
    const rpIdHash = createHash('sha256')
      .update(odd.rpId ?? home.rpId)
      .digest();
    return Buffer.concat([rpIdHash, Buffer.from([flags]), counter, attested]);
  };
  const answer = (id: Buffer, response: object) => {
    const encoded = id.toString('base64url');
    return { id: encoded, rawId: encoded, type: 'public-key', clientExtensionResults: {}, response };
  };

  return {
    credentialId,
    /** The answer to a question of a registration. */
    create: (options: Options, odd: Oddity = {}) => {
      user = Buffer.from(options.user?.id ?? '', 'base64url');
      const id = odd.credentialId ?? credentialId;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const key = map([
        [int(1), int(2)],
        [int(3), int(-7)],
        [int(-1), int(1)],
        [int(-2), bytes(Buffer.from(x, 'base64url'))],
        [int(-3), bytes(Buffer.from(y, 'base64url'))],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, key]);
      const authData = data((odd.flags ?? USUAL) | ATTESTED, odd, attested);
      const attestation = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authData)],
      ]);
      const clientDataJSON = clientData('webauthn.create', options, odd).toString('base64url');
      return answer(id, {
        clientDataJSON,
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    /** The answer to the question who it is. */
    get: (options: Options, odd: Oddity = {}) => {
      const client = clientData('webauthn.get', options, odd);
      const authData = data(odd.flags ?? USUAL, odd);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      return answer(odd.credentialId ?? credentialId, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        userHandle: (odd.userHandle ?? user).toString('base64url'),
      });
    },
  };
}

// CBOR (RFC 8949), as much of it as an attestation needs.
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}
function int(value: number): Buffer {
  return value < 0 ? head(1, -1 - value) : head(0, value);
}
function bytes(value: Buffer): Buffer {
  return Buffer.concat([head(2, value.length), value]);
}
function text(value: string): Buffer {
  return Buffer.concat([head(3, value.length), Buffer.from(value)]);
}
function map(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flat()]);
}
