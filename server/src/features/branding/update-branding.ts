import type { BrandImage } from '@gatehouse/contract/brand-look';
import type { Branding, BrandValues } from '@gatehouse/contract/branding';
import type { FieldProblem } from '@gatehouse/contract/errors';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { recordAuditEvent } from '../audit/index.ts';
import { updateNames } from '../organizations/index.ts';
import { listImages, type StoredImage } from './brand-file-store.ts';
import { findBrand, lockBrand, saveBrand } from './brand-store.ts';
import { lookOf } from './domain/brand-look.ts';
import { stylesheetName } from './write-stylesheet.ts';

/** How the organization looks, and what its own values are. @throws AppError NOT-FOUND */
export async function getBranding({ database }: Pick<Services, 'database'>, organizationId: string): Promise<Branding> {
  const brand = await findBrand(database, organizationId);
  if (!brand) throw new AppError('NOT-FOUND');
  const { values, look, inheritedFrom, changedAt, changedBy } = brand;
  const images = (await imagesOf(database, organizationId, values)).map(({ bytes: _, ...image }) => image);
  return { values, images, look, inheritedFrom, changedAt: changedAt?.toISOString() ?? null, changedBy };
}

/**
 * Changes what is given and leaves the rest; the record holds before and after.
 * @throws AppError NOT-FOUND; REQUEST-INVALID with IMAGE-UNKNOWN, IMAGE-NOT-SQUARE, IMAGE-TYPE, LANGUAGES-DEFAULT
 */
export async function updateBranding(
  services: Services,
  { caller, accountId }: { readonly caller: Caller; readonly accountId: string },
  organizationId: string,
  change: Partial<BrandValues>,
): Promise<Branding> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    await lockBrand(tx, organizationId);
    const before = await findBrand(tx, organizationId);
    if (!before) throw new AppError('NOT-FOUND');
    const values = { ...before.values, ...change };
    const dressed = await dress(tx, organizationId, values);
    await updateNames(tx, organizationId, values);
    await saveBrand(tx, organizationId, { values, look: dressed, by: accountId }, now);
    await recordAuditEvent(tx, caller, now, {
      organizationId,
      action: 'organization.branding-changed',
      subject: { type: 'organization', id: organizationId },
      change: changedOf(before.values, values),
    });
  });
  return getBranding(services, organizationId);
}

/** What these values would look like, saved or not. @throws AppError as {@link updateBranding} */
export async function dress(queryable: Queryable, organizationId: string, values: BrandValues) {
  const images = await imagesOf(queryable, organizationId, values);
  const problems = problemsOf(values, images);
  if (problems.length > 0) throw new AppError('REQUEST-INVALID', {}, problems);
  const sheet = stylesheetName(values.accent, values.corner);
  return lookOf(values, images, sheet && `/brand/${sheet}`);
}

const IMAGE_FIELDS = ['logoLight', 'logoDark', 'logoMail', 'icon'] as const;

function imagesOf(queryable: Queryable, organizationId: string, values: BrandValues): Promise<StoredImage[]> {
  return listImages(
    queryable,
    organizationId,
    IMAGE_FIELDS.map((field) => values[field]),
  );
}

function problemsOf(values: BrandValues, images: readonly BrandImage[]): FieldProblem[] {
  const problem = (path: string, code: FieldProblem['code']): FieldProblem => ({ path, code, params: {} });
  const unknown = IMAGE_FIELDS.filter(
    (field) => values[field] !== null && !images.some(({ name }) => name === values[field]),
  );
  const icon = images.find(({ name }) => name === values.icon);
  const oblong = icon !== undefined && Math.abs(icon.width / icon.height - 1) > 0.1;
  return [
    ...unknown.map((field) => problem(field, 'IMAGE-UNKNOWN')),
    ...(oblong ? [problem('icon', 'IMAGE-NOT-SQUARE')] : []),
    ...(values.logoMail?.endsWith('.svg') ? [problem('logoMail', 'IMAGE-TYPE')] : []),
    ...(values.languages.includes(values.locale) ? [] : [problem('languages', 'LANGUAGES-DEFAULT')]),
  ];
}

function changedOf(before: BrandValues, after: BrandValues): Record<string, unknown> {
  const fields = Object.keys(after) as (keyof BrandValues)[];
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, { before: before[field], after: after[field] }]));
}
