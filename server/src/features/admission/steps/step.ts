import type { FlowStepName, StepInput, StepName } from '@gatehouse/contract/flows';
import type { RequirementName } from '@gatehouse/contract/invitations';
import type { Caller, SignedIn } from '../../../kernel/actor.ts';
import type { AppError } from '../../../kernel/app-error.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingServices } from '../../notifications/index.ts';
import type { StartedSession } from '../../sessions/index.ts';
import type { Situation } from '../load-situation.ts';

/** Who submits: the browser or client that began the flow, and the session that lives in it, if any. */
export type FlowClient = { readonly clientHash: Buffer; readonly session: SignedIn | null };

/** What a step sees. Everything it writes goes through `tx`. */
export type StepContext = {
  readonly services: MessagingServices;
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly client: FlowClient;
  readonly flowId: string;
  readonly situation: Situation;
  readonly now: Date;
};

/** What a step leaves behind besides rows. `problem` is shown after the commit: a wrong try must count. */
export type StepOutcome = {
  readonly problem?: AppError;
  readonly session?: StartedSession;
  readonly endSession?: boolean;
};

/** What a step may do before its transaction: slow work that must not hold a connection. */
export type Preparation = {
  readonly services: MessagingServices;
  readonly caller: Caller;
  readonly client: FlowClient;
  readonly situation: Situation;
};

/** One thing that a person can submit. */
export type Step<S extends StepName, Prepared = unknown> = {
  /** Pages from which it may be submitted. */
  readonly at: readonly FlowStepName[];
  /** What it meets; submitted again after that, it has no second effect. */
  readonly requirement: RequirementName | null;
  /** Further condition. */
  readonly when?: (situation: Situation) => boolean;
  readonly prepare?: (preparation: Preparation, input: StepInput<S>) => Promise<Prepared>;
  /** Undoes what `prepare` took, where the step turns out to be done already. */
  readonly spare?: (context: StepContext, prepared: Prepared) => Promise<void>;
  readonly run: (context: StepContext, input: StepInput<S>, prepared: Prepared) => Promise<StepOutcome | undefined>;
};

/** Keeps the types of input and preparation together. */
export function step<S extends StepName, Prepared = undefined>(definition: Step<S, Prepared>): Step<S, Prepared> {
  return definition;
}
