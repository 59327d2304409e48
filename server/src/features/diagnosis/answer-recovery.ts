import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { JobHandler } from '../../platform/jobs/run-job.ts';
import { findAccountLocale, findOwner, hasPrintedCode, sendPasswordLink } from '../accounts/index.ts';
import { recoveryJobSchema } from '../admission/index.ts';
import { sendWhatWaits } from '../invitations/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findForbidding, findHostProductName, findOrganization } from '../organizations/index.ts';
import { tellHow } from './request-help.ts';

/**
 * What somebody who forgot their password is sent, and only to the address that they typed: a link to set another one where
 * an account in use has proven it and may have a password; the invitation again where one waits for it; else, by mail, how it stands. A number that
 * nobody has costs nothing.
 */
export function answerRecovery(services: MessagingServices): JobHandler {
  return async ({ payload }) => {
    const { canonical, shown, locale, door, ip, userAgent, requestId } = recoveryJobSchema.parse(payload);
    const caller: Caller = { actor: { type: 'anonymous' }, ip, userAgent, requestId, locale };
    const owner = await findOwner(services.database, canonical);
    const isOff = owner !== null && (await findForbidding(services.database, owner.accountId, 'password')) !== null;
    if (owner?.state !== 'active' || isOff) {
      await sendWhatWaits(services, caller, canonical, { asIs: true });
      if (canonical.includes('@')) await tellHow(services, caller, { canonical, shown });
      return { outcome: 'done' };
    }
    const { accountId } = owner;
    const now = services.clock.now();
    // Somebody has said that this address is lost: whoever reads it now is not sent a way in.
    if (await hasPrintedCode(services.database, accountId, now)) return { outcome: 'done' };
    const organization = door === null ? null : await findOrganization(services.database, door);
    const productName = organization?.productName ?? (await findHostProductName(services));
    const request = {
      accountId,
      to: { canonical, shown },
      locale: (await findAccountLocale(services.database, accountId)) ?? locale,
      productName,
      door,
      begunBy: null,
      device: describeDevice(userAgent),
      ip,
    };
    return {
      outcome: 'done',
      record: async (tx) => void (await sendPasswordLink(services, tx, caller, request, now)),
    };
  };
}
