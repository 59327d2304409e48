import type { Assertion, Attestation } from '@gatehouse/contract/passkeys';
import { AppError } from '../../../../kernel/app-error.ts';
import { hashToken } from '../../../../platform/crypto/tokens.ts';
import type { Queryable } from '../../../../platform/database/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { relyingParty } from './passkey-options.ts';
import { findPasskey, type NewPasskey, type PasskeyRow } from './passkey-store.ts';
import { loadWebauthn } from './webauthn.ts';

type Reader = Pick<Services, 'publicUrl' | 'logger'>;

/** An assertion whose signature is right; its question is still to be used up, and its counter moved on. */
export type CheckedPasskey = {
  readonly passkey: PasskeyRow;
  readonly challengeHash: Buffer;
  readonly counter: number;
  readonly backedUp: boolean;
  /** The authenticator knows its owner (PIN, finger, face), and not only that somebody touched it. */
  readonly userVerified: boolean;
};

/**
 * Whether an authenticator holds the key of a passkey that is registered here (WebAuthn Level 3 s. 7.2). Reads only;
 * call it outside of a transaction. Null when it does not.
 */
export async function checkPasskey(
  services: Reader,
  queryable: Queryable,
  response: Assertion,
): Promise<CheckedPasskey | null> {
  const passkey = await findPasskey(queryable, Buffer.from(response.id, 'base64url'));
  if (!passkey) return null;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(services.publicUrl);
  let challengeHash: Buffer | null = null;
  const { verifyAuthenticationResponse } = await loadWebauthn();
  const verified = await verifyAuthenticationResponse({
    response: response as never,
    // Which question it was is looked up with the rest of the transaction: there it is used up.
    expectedChallenge: (challenge) => {
      challengeHash = hashToken(challenge);
      return true;
    },
    expectedOrigin,
    expectedRPID,
    credential: {
      id: passkey.credentialId.toString('base64url'),
      publicKey: passkey.publicKey as Uint8Array<ArrayBuffer>,
      counter: 0, // compared in the guarded statement that moves it on
      transports: passkey.transports as never[],
    },
    requireUserVerification: false,
  }).catch((error: unknown) => {
    services.logger.info({ reason: error instanceof Error ? error.message : 'unknown' }, 'passkey refused');
    return null;
  });
  if (!verified?.verified || !challengeHash) return null;
  const { newCounter: counter, credentialBackedUp: backedUp, userVerified } = verified.authenticationInfo;
  const isSynced = verified.authenticationInfo.credentialDeviceType === 'multiDevice';
  const oddity = oddityOf(response, passkey, isSynced);
  if (oddity) {
    services.logger.info({ reason: oddity }, 'passkey refused');
    return null;
  }
  return { passkey, challengeHash, counter, backedUp, userVerified };
}

/**
 * What the library leaves to its caller: whose it says that it is, that a key never begins or ceases to be one that can be synced,
 * and that nobody embeds these pages (s. 7.2).
 */
function oddityOf({ response }: Assertion, { userId, backupEligible }: PasskeyRow, isSynced: boolean): string | null {
  const { userHandle, clientDataJSON } = response;
  if (userHandle && !(userId && Buffer.from(userHandle, 'base64url').equals(userId))) return 'of another account';
  if (isSynced !== backupEligible) return 'backup eligibility changed';
  return isEmbedded(clientDataJSON) ? 'embedded in another page' : null;
}

function isEmbedded(clientDataJSON: string): boolean {
  const { crossOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { crossOrigin?: unknown };
  return crossOrigin === true;
}

/** A new credential as it is to be stored; its question is still to be used up. */
export type CheckedRegistration = Omit<NewPasskey, 'accountId' | 'name'> & { readonly challengeHash: Buffer };

/** The greatest length of a credential's id in bytes (WebAuthn Level 3 s. 7.1). */
const MOST_BYTES = 1023;

/** Reads a new credential (s. 7.1). @throws AppError PASSKEY-WRONG */
export async function checkRegistration(services: Reader, response: Attestation): Promise<CheckedRegistration> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(services.publicUrl);
  let challengeHash: Buffer | null = null;
  const { verifyRegistrationResponse } = await loadWebauthn();
  const verified = await verifyRegistrationResponse({
    response: response as never,
    expectedChallenge: (challenge) => {
      challengeHash = hashToken(challenge);
      return true;
    },
    expectedOrigin,
    expectedRPID,
    requireUserVerification: false,
  }).catch((error: unknown) => {
    services.logger.info({ reason: error instanceof Error ? error.message : 'unknown' }, 'passkey not registered');
    return null;
  });
  if (!verified?.verified || !challengeHash || isEmbedded(response.response.clientDataJSON)) {
    throw new AppError('PASSKEY-WRONG');
  }
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
  const credentialId = Buffer.from(credential.id, 'base64url');
  if (credentialId.length > MOST_BYTES) throw new AppError('PASSKEY-WRONG');
  return {
    challengeHash,
    credentialId,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    aaguid,
  };
}
