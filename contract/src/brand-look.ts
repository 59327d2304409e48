import { z } from 'zod';
import { idField } from './fields.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';

/** Radius of a field in pixels; the other corners follow it. */
export const CORNERS = [0, 10, 16] as const;
export type Corner = (typeof CORNERS)[number];

export const brandImageSchema = z
  .object({
    /** SHA-256 of its content and an ending. */
    name: z.string(),
    src: z.string(),
    width: z.number(),
    height: z.number(),
  })
  .meta({ id: 'BrandImage' });
export type BrandImage = z.infer<typeof brandImageSchema>;

/** True for a logo that is a word by itself: the name is not written beside it. */
export function isWordmark({ width, height }: Pick<BrandImage, 'width' | 'height'>): boolean {
  return width >= 2 * height;
}

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const tokens = z.object({ fill: colour, onFill: colour, hover: colour, text: colour, soft: colour, edge: colour });

/** What pages and mails are dressed with; made from the values when they are saved. */
export const brandLookSchema = z
  .object({
    /** Address of the tokens as a stylesheet; null where they are the house's. */
    stylesheet: z.string().nullable(),
    logo: z.object({ light: brandImageSchema, dark: brandImageSchema }).nullable(),
    icon: brandImageSchema.nullable(),
    /** Mail programs read no stylesheet and draw no SVG. */
    mail: z.object({
      tokens: z.object({ light: tokens, dark: tokens }).nullable(),
      corner: z.union(CORNERS.map((corner) => z.literal(corner))),
      logo: brandImageSchema.nullable(),
    }),
    poweredBy: z.boolean(),
  })
  .meta({ id: 'BrandLook' });
export type BrandLook = z.infer<typeof brandLookSchema>;

/** How an organization that one belongs to looks. */
export const shownBrandSchema = z
  .object({
    organization: idField,
    productName: z.string(),
    languages: z.array(localeSchema),
    look: brandLookSchema.nullable(),
  })
  .meta({ id: 'ShownBrand' });
export type ShownBrand = z.infer<typeof shownBrandSchema>;

/** By itself: the browser loads it with every page. */
export const shownBrandRoutes = {
  shown: route({
    method: 'GET',
    path: '/session/brands',
    access: 'signed-in',
    summary: 'How the organizations look that I belong to',
    status: 200,
    response: z.object({ items: z.array(shownBrandSchema) }),
  }),
} as const;
