/** What is known of a sign-in that has just succeeded. */
export type SignInFacts = {
  /** The account was signed in to with this browser before. */
  readonly isKnownDevice: boolean;
  /** It was signed in to at all before. */
  readonly hasHistory: boolean;
  /** From this network; null where there is nothing to compare with. */
  readonly isKnownNetwork: boolean | null;
  /** Of the account, lately. */
  readonly recentFailures: number;
};

/** Failures of an hour that make a new browser remarkable. */
export const MANY_FAILURES = 3;

/** What its owner is told of it; null: nothing. A browser that is known is never remarkable, a first one neither. */
export function noticeOf(facts: SignInFacts): 'new-sign-in' | 'risky-sign-in' | null {
  if (facts.isKnownDevice || !facts.hasHistory) return null;
  const isRisky = facts.isKnownNetwork === false || facts.recentFailures >= MANY_FAILURES;
  return isRisky ? 'risky-sign-in' : 'new-sign-in';
}
