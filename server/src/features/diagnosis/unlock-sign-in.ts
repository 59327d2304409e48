import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { unlockAccount } from '../sign-in/index.ts';
import { type FindServices, findPerson } from './find-person.ts';

/**
 * Lets a member of the organization try passwords again at once, after failed tries held them. What was tried stays in the
 * sign-in log.
 * @throws AppError NOT-FOUND where no member has this address
 */
export async function unlockSignIn(
  services: FindServices,
  caller: Caller,
  organizationId: string,
  typed: string,
): Promise<void> {
  const { row } = await findPerson(services, caller, organizationId, typed);
  if (!row?.canonical || !row.accountId || row.memberState === null || row.memberState === 'removed') {
    throw new AppError('NOT-FOUND');
  }
  const { canonical, accountId } = row;
  await services.database.transaction(async (tx) => {
    const subject = { type: 'account', id: accountId };
    const event = { organizationId, action: 'account.unlocked', subject, change: { identifier: canonical } } as const;
    await recordAuditEvent(tx, caller, services.clock.now(), event);
    await unlockAccount(tx, accountId);
  });
}
