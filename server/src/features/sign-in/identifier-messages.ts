import type { IdentifierAct } from '@gatehouse/contract/identifiers';
import type { Caller } from '../../kernel/actor.ts';
import { describeDevice } from '../../kernel/device.ts';
import type { Transaction } from '../../platform/database/database.ts';
import {
  type ChangeAddress,
  findAccountLocale,
  type IdentifierRow,
  kindOfAddress,
  maskAddress,
} from '../accounts/index.ts';
import type { MessagingServices } from '../notifications/index.ts';

export type ToldChange = {
  readonly accountId: string;
  readonly act: IdentifierAct;
  readonly to: ChangeAddress;
  readonly former: ChangeAddress | null;
  /** What the account had before. */
  readonly before: readonly IdentifierRow[];
  readonly productName: string;
  readonly door: string | null;
  readonly undo: { readonly token: string; readonly until: Date };
};

/**
 * M21 and S10: what changed, and a link that takes it back, to whoever had the former address and to where the account was
 * reached until now (ASVS 6.3.7). The new address stands there masked: the former one may be another's by now.
 */
export async function tellOfChange(
  services: MessagingServices,
  tx: Transaction,
  caller: Caller,
  told: ToldChange,
  now: Date,
): Promise<void> {
  const locale = (await findAccountLocale(tx, told.accountId)) ?? caller.locale;
  const { act, to, productName, door, undo } = told;
  const kind = kindOfAddress(to.canonical);
  const common = {
    organizationId: null,
    door,
    locale,
    senderName: productName,
    replyTo: null,
    subject: { type: 'account', id: told.accountId },
    usefulUntil: null,
    secrets: { link: `${services.publicUrl}/undo/${undo.token}` },
  } as const;
  for (const address of recipientsOf(told)) {
    const addressed = { ...common, to: { address, name: null } };
    if (kindOfAddress(address) === 'phone') {
      const params = { productName, kind };
      await services.notifications.enqueueMessage(tx, { ...addressed, channel: 'sms', template: 'S10', params });
      continue;
    }
    const params = {
      act,
      kind,
      productName,
      address: act === 'remove' ? to.shown : maskAddress(to.shown),
      device: describeDevice(caller.userAgent),
      ip: caller.ip,
      at: now.toISOString(),
      until: undo.until.toISOString(),
      timeZone: null,
    };
    await services.notifications.enqueueMessage(tx, { ...addressed, channel: 'email', template: 'M21', params });
  }
}

/** The former address; and the primary e-mail address, else the primary number, that the account had before. */
function recipientsOf({ act, to, former, before }: ToldChange): Set<string> {
  const proven = before.filter(
    ({ verified, canonical }) => verified && (act === 'remove' || canonical !== to.canonical),
  );
  const primary = proven.find(({ kind }) => kind === 'email') ?? proven[0];
  return new Set([
    ...(former ? [former.canonical] : []),
    ...(act === 'remove' ? [to.canonical] : []),
    ...(primary ? [primary.canonical] : []),
  ]);
}
