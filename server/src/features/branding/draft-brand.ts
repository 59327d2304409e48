import type { BrandValues } from '@gatehouse/contract/branding';
import { LOCALES } from '@gatehouse/contract/locales';
import { AppError } from '../../kernel/app-error.ts';
import type { DoorBrand } from '../../kernel/door-brand.ts';
import type { Services } from '../../platform/services.ts';
import { findFile } from './brand-file-store.ts';
import { findBrand } from './brand-store.ts';
import { findHostLook, getOwnDoorBrand } from './door-brand-read-model.ts';
import { dress } from './update-branding.ts';

/**
 * The brand of an organization as it would be with values that are not saved: what its pages and messages are dressed with
 * then. Changes nothing.
 * @throws AppError NOT-FOUND; REQUEST-INVALID as `updateBranding`
 */
export async function draftBrand(
  { database }: Pick<Services, 'database'>,
  organizationId: string,
  change: Partial<BrandValues>,
): Promise<DoorBrand> {
  const [saved, own] = await Promise.all([
    findBrand(database, organizationId),
    getOwnDoorBrand(database, organizationId),
  ]);
  if (!saved || !own) throw new AppError('NOT-FOUND');
  const values = { ...saved.values, ...change };
  return {
    ...own,
    productName: values.productName,
    senderName: values.senderName || (own.organizationName ?? ''),
    supportContact: values.supportContact || null,
    defaultLocale: values.locale,
    languages: values.languages.length === LOCALES.length ? null : values.languages,
    look: (await dress(database, organizationId, values)) ?? (await findHostLook(database, organizationId)),
  };
}

/** The PNG that mails of a look carry; null where they carry none. */
export async function findMailLogo(
  { database }: Pick<Services, 'database'>,
  { look }: Pick<DoorBrand, 'look'>,
): Promise<Buffer | null> {
  const name = look?.mail.logo?.name;
  return name === undefined ? null : findFile(database, name);
}
