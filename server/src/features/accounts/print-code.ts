import type { Caller } from '../../kernel/actor.ts';
import { after } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { newTypedCode, normalizeTypedCode } from '../../platform/crypto/tokens.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { PRINTED_CODE_LIFE } from './domain/password-link.ts';
import { insertPasswordLink, takePrintedCode } from './password-link-store.ts';

const CONTEXT = 'printed-code';

export type PrintedCodeRequest = {
  readonly accountId: string;
  /** Canonical: what the person types before the code. */
  readonly identifier: string;
  readonly organizationId: string;
  readonly begunBy: string;
};

/**
 * Makes a code to be handed over on paper: 10 characters (49 bits), kept as a keyed hash, good once for a day. This answer is the
 * only place where it stands.
 */
export async function printCode(
  { secretBox }: Pick<Services, 'secretBox'>,
  tx: Transaction,
  caller: Caller,
  { accountId, identifier, organizationId, begunBy }: PrintedCodeRequest,
  now: Date,
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const code = newTypedCode();
  const secretHash = secretBox.keyedHash(normalizeTypedCode(code), CONTEXT);
  const expiresAt = after(now, PRINTED_CODE_LIFE);
  const of = { accountId, secretHash, sentTo: identifier, organizationId, begunBy, expiresAt };
  await insertPasswordLink(tx, { id: newId('pwl', now), ...of, printed: true }, now);
  const subject = { type: 'account', id: accountId };
  const action = 'account.password-code-printed';
  await recordAuditEvent(tx, caller, now, { organizationId: null, action, subject });
  return { code, expiresAt };
}

/** Uses a printed code up: true for the one press that finds it live and right. `accountId` null: nobody's, which takes as long. */
export async function redeemPrintedCode(
  { secretBox }: Pick<Services, 'secretBox'>,
  queryable: Queryable,
  { accountId, typed }: { readonly accountId: string | null; readonly typed: string },
  now: Date,
): Promise<boolean> {
  const hashes = secretBox.keyedHashes(normalizeTypedCode(typed), CONTEXT);
  return takePrintedCode(queryable, accountId ?? '', hashes, now);
}
