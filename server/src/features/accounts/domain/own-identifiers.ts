import type { AddressKind } from '@gatehouse/contract/fields';

/** An address or number of an account, as far as its rules look at it. */
export type OwnIdentifier = { readonly id: string; readonly kind: AddressKind; readonly verified: boolean };

/**
 * True when the address can go: one that is not proven always, a proven one while another proven one is left, for codes
 * go there and the account is found by it. The twin of the guard in `removeIdentifier`.
 */
export function isRemovable(all: readonly OwnIdentifier[], id: string): boolean {
  const one = all.find((identifier) => identifier.id === id);
  if (!one) return false;
  return !one.verified || all.some((other) => other.verified && other.id !== id);
}

type Named = { readonly canonical: string; readonly shown: string };

/** What a change is about: the one that is replaced, else whatever is the primary one of its kind. */
export function wishedChange<R extends OwnIdentifier & Named & { readonly isPrimary: boolean }>(
  accountId: string,
  { kind, canonical, shown }: Named & { readonly kind: AddressKind },
  mine: readonly R[],
  replaced: R | null,
) {
  const primary = mine.find((one) => one.kind === kind && one.verified && one.isPrimary);
  const act = replaced ? ('replace' as const) : ('add' as const);
  return { accountId, act, kind, to: { canonical, shown }, former: replaced ?? primary ?? null };
}

/**
 * True where everything hangs on one number: it is lost with a telephone, and given to somebody else in time (scenario 23).
 * A passkey is a way in of its own.
 */
export function hangsOnOneNumber(all: readonly OwnIdentifier[], passkeys: number): boolean {
  const proven = all.filter(({ verified }) => verified);
  return passkeys === 0 && proven.length === 1 && proven[0]?.kind === 'phone';
}
