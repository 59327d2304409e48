import { randomBytes } from 'node:crypto';
import { after, MINUTE } from '../../../../kernel/clock.ts';
import { hashToken } from '../../../../platform/crypto/tokens.ts';
import type { Queryable } from '../../../../platform/database/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { type ChallengePurpose, ensureUserId, insertChallenge, listCredentials } from './passkey-store.ts';
import { loadWebauthn } from './webauthn.ts';

/** How long a question waits for its answer (WebAuthn Level 3 s. 15.1). */
const QUESTION_LIFE = 5 * MINUTE;

/** Where passkeys of this installation are at home: its public address, whatever a request says of itself. */
export function relyingParty(publicUrl: string): { readonly id: string; readonly origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

/** Whose question it is: of a flow, or of whoever is signed in. */
export type Asked = { readonly flowId: string | null; readonly accountId: string | null };

async function newChallenge(queryable: Queryable, purpose: ChallengePurpose, asked: Asked, now: Date): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const hash = hashToken(challenge);
  await insertChallenge(queryable, { hash, purpose, ...asked, expiresAt: after(now, QUESTION_LIFE) }, now);
  return challenge;
}

/**
 * Asks an authenticator who it is. Without `of` any passkey of this place may answer: nothing is told of whoever asks
 * (security.md A34); with it only the account's own, which have been proven to be theirs.
 */
export async function askForPasskey(
  services: Pick<Services, 'clock' | 'publicUrl'>,
  queryable: Queryable,
  asked: Asked,
  of: string | null,
) {
  const known = of === null ? [] : await listCredentials(queryable, of);
  const challenge = await newChallenge(queryable, 'sign-in', asked, services.clock.now());
  const { generateAuthenticationOptions } = await loadWebauthn();
  return generateAuthenticationOptions({
    rpID: relyingParty(services.publicUrl).id,
    challenge: Buffer.from(challenge, 'base64url') as Uint8Array<ArrayBuffer>,
    timeout: QUESTION_LIFE,
    userVerification: 'preferred',
    allowCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports: transports as never[],
    })),
  });
}

/** Asks an authenticator for a new, discoverable credential of an account. */
export async function askForRegistration(
  services: Pick<Services, 'clock' | 'publicUrl'>,
  queryable: Queryable,
  asked: Asked,
  account: { readonly id: string; readonly identifier: string; readonly name: string; readonly productName: string },
) {
  const userId = await ensureUserId(queryable, account.id, randomBytes(32));
  const known = await listCredentials(queryable, account.id);
  const challenge = await newChallenge(queryable, 'register', asked, services.clock.now());
  const { generateRegistrationOptions } = await loadWebauthn();
  return generateRegistrationOptions({
    rpName: account.productName,
    rpID: relyingParty(services.publicUrl).id,
    challenge: Buffer.from(challenge, 'base64url') as Uint8Array<ArrayBuffer>,
    userID: userId as Uint8Array<ArrayBuffer>,
    userName: account.identifier,
    userDisplayName: account.name || account.identifier,
    timeout: QUESTION_LIFE,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports: transports as never[],
    })),
  });
}
