import { AppError } from '../../kernel/app-error.ts';
import type { Services } from '../../platform/services.ts';
import { askForPasskey, askForRegistration } from '../sign-in/index.ts';
import { speakerOf } from './admission-row.ts';
import { actingAccount, getFlowSituation, type Situation } from './load-situation.ts';
import type { FlowClient } from './steps/step.ts';

/** How a passkey counts on the page that is due. */
export type PasskeyUse = {
  /** Whose it must be; null: anybody's. */
  readonly accountId: string | null;
  /** It must check its owner: on its own it is both factors, as a second step only where policy says so. */
  readonly mustVerify: boolean;
};

/** Null where no passkey can be used. At a sign-in the same for everyone: nothing is known of whoever asks. */
export function passkeyUse({ facts, next, passkeysVerify }: Situation): PasskeyUse | null {
  const { account, addressOwner, flow, kind } = facts;
  if (next.name === 'second-factor') {
    return account && account.factors.passkeys > 0 ? { accountId: account.id, mustVerify: passkeysVerify } : null;
  }
  if (kind === 'sign-in') return { accountId: null, mustVerify: true };
  if (kind === 'confirm') {
    return account && account.factors.passkeys > 0 ? { accountId: account.id, mustVerify: true } : null;
  }
  const has = addressOwner?.hasPasskey && !flow?.addingAddress;
  return has ? { accountId: addressOwner.id, mustVerify: true } : null;
}

const REGISTERS = new Set(['set-password', 'add-factor']);

/** The question to an authenticator that fits the page of a flow. @throws AppError FLOW-NOT-FOUND, FLOW-EXPIRED, FLOW-STEP-WRONG */
export async function passkeyOptions(
  services: Services,
  client: FlowClient,
  flowId: string,
  purpose: 'sign-in' | 'register',
): Promise<Record<string, unknown>> {
  const situation = await getFlowSituation(services.database, flowId, client, services.clock.now());
  const asked = { flowId, accountId: null };
  if (purpose === 'sign-in') {
    const use = passkeyUse(situation);
    if (!use) throw new AppError('FLOW-STEP-WRONG');
    // Who owns an invited address is told to nobody who has not proven to be them.
    const of = situation.facts.kind === 'invitation' && situation.next.name !== 'second-factor' ? null : use.accountId;
    return { ...(await askForPasskey(services, services.database, asked, of)) };
  }
  if (!REGISTERS.has(situation.next.name)) throw new AppError('FLOW-STEP-WRONG');
  const { row } = situation;
  const account = {
    id: actingAccount(situation),
    identifier: row.shown || row.identifier || row.accountName,
    name: row.accountName,
    productName: speakerOf(row).productName,
  };
  return { ...(await askForRegistration(services, services.database, asked, account)) };
}
