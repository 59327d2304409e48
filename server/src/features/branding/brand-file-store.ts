import type { BrandImage } from '@gatehouse/contract/brand-look';
import { command, type Queryable, statement } from '../../platform/database/database.ts';

/** An image with what it weighs. */
export type StoredImage = BrandImage & { readonly bytes: number };

const INSERT = command(`
  insert into brand_files (name, organization_id, bytes, width, height, created_at) values ($1, $2, $3, $4, $5, $6)
  on conflict (name, organization_id) do update set created_at = excluded.created_at`);

/** Keeps a file; one that is there already counts as new. */
export async function insertFile(
  queryable: Queryable,
  file: { name: string; organizationId: string; bytes: Buffer; width: number; height: number },
  now: Date,
): Promise<void> {
  await queryable.query(INSERT, [file.name, file.organizationId, file.bytes, file.width, file.height, now]);
}

const IMAGES = statement<Omit<StoredImage, 'src'>>(`
  select name, width, height, octet_length(bytes) as bytes from brand_files
  where organization_id = $1 and name = any($2)`);

/** Those of these names that the organization has. */
export async function listImages(
  queryable: Queryable,
  organizationId: string,
  names: readonly (string | null)[],
): Promise<StoredImage[]> {
  const wanted = names.filter((name) => name !== null);
  if (wanted.length === 0) return [];
  return (await queryable.query(IMAGES, [organizationId, wanted])).map((row) => ({
    ...row,
    src: imageSource(row.name),
  }));
}

/** Where a file is served. */
export function imageSource(name: string): string {
  return `/brand/${name}`;
}

const CONTENT = statement<{ bytes: Buffer }>('select bytes from brand_files where name = $1 limit 1');

/** A file by its name, whoever brought it. */
export async function findFile(queryable: Queryable, name: string): Promise<Buffer | null> {
  const [row] = await queryable.query(CONTENT, [name]);
  return row?.bytes ?? null;
}

const SWEEP = command(`
  delete from brand_files f where f.organization_id = $1 and f.created_at < $2
    and not exists (select from brands b where b.organization_id = $1 and f.name in (b.logo_light, b.logo_dark, b.logo_mail, b.icon))`);
const COUNT = statement<{ files: number }>('select count(*)::int as files from brand_files where organization_id = $1');

/** Takes away what no brand names and nobody brought since; answers how many files are left. */
export async function sweepFiles(queryable: Queryable, organizationId: string, since: Date): Promise<number> {
  await queryable.query(SWEEP, [organizationId, since]);
  const [row] = await queryable.query(COUNT, [organizationId]);
  return row?.files ?? 0;
}
