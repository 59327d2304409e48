import { dropGuess, type Guess, tellOfLock } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import type { StepContext } from './steps/step.ts';

/** A try at this door has locked the account: its log and its person learn of it. */
export async function tellLocked(
  { services, tx, caller, situation, now }: StepContext,
  { accountId }: Guess,
  until: Date,
): Promise<void> {
  if (accountId === null) return;
  const { productName, door } = speakerOf(situation.row);
  await tellOfLock(services, tx, caller, { accountId, until, productName, door }, now);
}

/** The step was done already, by another press: its try was none. */
export async function spareGuess({ tx }: StepContext, guess: Guess): Promise<void> {
  if (!guess.refused) await dropGuess(tx, guess);
}
