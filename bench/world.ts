// Who lives in the benchmarks: made from numbers, so that the seed and the requests agree without telling each other.
import { createHash } from 'node:crypto';

export const PASSWORD = 'correct horse battery staple';
export const ORGANIZATION = numbered('org', 0);

/** The owner invites; members are in already; candidates have an account, an invitation and one step left. */
export const OWNER = 0;
export const MEMBERS = { first: 1, count: 3000 };
export const CANDIDATES = { first: 10_000, count: 14_000 };

/** Sign-ins of the candidates that are half done: one may ask for a code, one has it. Numbers of their flows. */
export const ASKS_FOR_CODE = 20_000_000;
export const HAS_CODE = 30_000_000;
export const CODE = '271828';
/** The key of the server that is measured; codes are kept as keyed hashes. */
export const MASTER_KEY = Buffer.alloc(32, 1);

/** Invited, delivered, not opened: with the candidates a hundred thousand. */
export const INVITED = { first: 100_000, count: 86_000 };

/** Addresses as people have them: no two of them are near each other by more than chance. */
export function invitedAddress(number: number): string {
  const letters = createHash('sha256').update(`invited ${number}`).digest('hex').slice(0, 10);
  return `${letters.replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}@guests.example`;
}

export function numbered(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

export function addressOf(account: number): string {
  return `person${account}@people.example`;
}

/** A token as the server makes them: 43 characters. The session's is in the cookie of account `number`. */
export function tokenOf(kind: 'session' | 'client' | 'link', number: number): string {
  return createHash('sha256').update(`${kind} ${number}`).digest('base64url');
}

export function range({ first, count }: { first: number; count: number }): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** An organization of its own for the lists: a hundred thousand invitations and as many people, numbered after `first`. */
export const LISTED = { organization: numbered('org', 1), first: 5_000_000, count: 100_000 };

/** As the rows are filled: `fill-lists.ts` of the tests. */
export function listedAddress(number: number): string {
  return `guest${number}@customers${number % 7}.example`;
}
