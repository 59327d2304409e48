import type { Caller } from '../../kernel/actor.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { MessagingServices } from '../notifications/index.ts';
import type { SeenDevice } from '../sessions/index.ts';
import { noticeOf } from './domain/sign-in-risk.ts';
import { enqueueSecurityNotice } from './sign-in-messages.ts';
import { findSignInHistory } from './sign-in-risk-read-model.ts';

/** Tells the owner of a sign-in from a browser that the account does not know, and says so where more about it is unusual. */
export async function noticeSignIn(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  of: {
    readonly accountId: string;
    readonly productName: string;
    readonly door: string | null;
    readonly device: SeenDevice;
  },
  now: Date,
): Promise<void> {
  const { device, ...notice } = of;
  if (device.isKnownDevice || !device.hasHistory) return;
  const history = await findSignInHistory(tx, of.accountId, caller.ip, now);
  const isKnownNetwork =
    history.isKnownNetwork === false ? isKnownCountry(services, caller.ip, history.addresses) : history.isKnownNetwork;
  const kind = noticeOf({ ...device, isKnownNetwork, recentFailures: history.recentFailures });
  if (kind) await enqueueSecurityNotice(services, tx, caller, { ...notice, kind, organizationId: null }, now);
}

/** A new network in a country that it was used in before is nothing unusual, where countries are known. */
function isKnownCountry({ places }: Pick<MessagingServices, 'places'>, ip: string, before: readonly string[]): boolean {
  const here = places.locate(ip)?.country ?? null;
  return here !== null && before.some((address) => places.locate(address)?.country === here);
}
