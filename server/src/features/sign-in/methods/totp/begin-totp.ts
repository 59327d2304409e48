import { Secret } from 'otpauth';
import { AppError } from '../../../../kernel/app-error.ts';
import type { Queryable } from '../../../../platform/database/database.ts';
import { type QrPicture, qrPicture } from '../../../../platform/qr-picture.ts';
import type { Services } from '../../../../platform/services.ts';
import { totpContext, totpOf } from './check-totp.ts';
import { findTotp, insertPendingTotp } from './totp-store.ts';

/** 160 bits: what RFC 4226 s. 4 R6 recommends. */
const SECRET_BYTES = 20;

/** A new secret for an app, in place of one that was shown and never used. @throws AppError FACTOR-EXISTS */
export async function beginTotp(
  services: Pick<Services, 'secretBox'>,
  queryable: Queryable,
  accountId: string,
  now: Date,
): Promise<void> {
  const secret = services.secretBox.seal(new Secret({ size: SECRET_BYTES }).base32, totpContext(accountId));
  if (!(await insertPendingTotp(queryable, accountId, secret, now))) throw new AppError('FACTOR-EXISTS');
}

/** What an app reads: base32 to type, the address of the key URI format, and a picture of it. */
export type TotpSetup = { readonly secret: string; readonly uri: string; readonly picture: QrPicture };

/** How the app that is being set up is to be filled; null where none is: after its first code it is never shown again. */
export async function findTotpSetup(
  services: Pick<Services, 'secretBox'>,
  queryable: Queryable,
  of: { readonly accountId: string; readonly label: string; readonly issuer: string },
): Promise<TotpSetup | null> {
  const row = await findTotp(queryable, of.accountId);
  if (!row || row.confirmedAt) return null;
  const secret = services.secretBox.open(row.secret, totpContext(of.accountId));
  const uri = keyUri(secret, of);
  return { secret, uri, picture: qrPicture(uri) };
}

/** Without what every app takes for granted, so that the picture stays coarse enough for any camera. */
function keyUri(secret: string, { label, issuer }: { label: string; issuer: string }): string {
  const uri = new URL(totpOf(secret, label, issuer).toString());
  for (const given of ['algorithm', 'digits', 'period']) uri.searchParams.delete(given);
  return uri.toString();
}
