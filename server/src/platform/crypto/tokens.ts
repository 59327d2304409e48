import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 32 random bytes as base64url: sessions, links, set-up tokens (ASVS 7.2.3, 11.5.1). */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a token of full entropy: what is stored instead of it. Synchronous: never queues behind password hashes. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Six digits of a CSPRNG, leading zeros kept (ASVS 6.5.4). */
export function newOneTimeCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0');
}

const TYPED_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'; // no 0 O 1 I L

/** Ten characters (49 bits) that can be read out and typed: `XXXX-XXXX-XX`. */
export function newTypedCode(): string {
  const characters = Array.from({ length: 10 }, () => TYPED_ALPHABET[randomInt(TYPED_ALPHABET.length)]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}

/** Sixteen characters (79 bits) in groups of four: what a person prints and keeps. */
export function newRecoveryCode(): string {
  const characters = Array.from({ length: 16 }, () => TYPED_ALPHABET[randomInt(TYPED_ALPHABET.length)]).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

const PASSWORD_ALPHABET = '23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'; // no 0 O o 1 I l

/** Twelve characters (69 bits) in groups of three: a password that is typed once. */
export function newTemporaryPassword(): string {
  const characters = Array.from({ length: 12 }, () => PASSWORD_ALPHABET[randomInt(PASSWORD_ALPHABET.length)]).join('');
  return characters.replace(/(.{3})(?=.)/g, '$1-');
}

/** A typed code as it is hashed: case, spaces, dashes and full-width forms do not matter. */
export function normalizeTypedCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/g, '');
}
