import type { Transaction } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';

/** What a way of proving more than the first proof sees. Everything it writes goes through `tx`. */
export type FactorContext = {
  readonly services: Pick<Services, 'secretBox'>;
  readonly tx: Transaction;
  readonly accountId: string;
  /** The flow in which it is asked; none where it is set up in the portal. */
  readonly flowId?: string;
  readonly now: Date;
};

/** A second factor whose answer is typed. Each is a folder of its own beside this file. */
export type TypedFactor = {
  /**
   * True when the typed answer is right; it is used up in the same statement that finds so (ASVS 6.5.1), and never
   * taken again. Guesses are counted by whoever calls, by account.
   */
  readonly check: (context: FactorContext, typed: string) => Promise<boolean>;
};
