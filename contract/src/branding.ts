import { z } from 'zod';
import { brandImageSchema, brandLookSchema, CORNERS } from './brand-look.ts';
import { displayName, emailField, fieldCode, idField, linkField, timestampField } from './fields.ts';
import { LOCALES, localeSchema } from './locales.ts';
import { route } from './route.ts';

/** What an image may weigh, in bytes. */
export const IMAGE_LIMIT = 200 * 1024;

export const BRAND_IMAGES = ['logoLight', 'logoDark', 'logoMail', 'icon'] as const;
export type BrandImageName = (typeof BRAND_IMAGES)[number];

export const accentField = z
  .string()
  .overwrite((text) => text.trim().toLowerCase())
  .refine((text) => /^#[0-9a-f]{6}$/.test(text), { message: fieldCode('COLOUR-INVALID') })
  .meta({ pattern: '^#[0-9A-Fa-f]{6}$', examples: ['#1d6f42'] });

const imageField = z
  .string()
  .regex(/^[0-9a-f]{64}\.(png|svg)$/, { message: fieldCode('IMAGE-UNKNOWN') })
  .nullable();

/** What an organization decides about how it looks and what it is called. */
export const brandValuesSchema = z
  .strictObject({
    /** What the place is called in texts, mails and text messages; the organization's own name for it. */
    productName: displayName(),
    /** Who mails come from, before "via {productName}"; empty: the organization's name. */
    senderName: z.union([z.literal(''), displayName()]),
    /** Where people ask for help: an address or an https link. */
    supportContact: z.union([z.literal(''), emailField, linkField]),
    /** For whoever has not chosen a language; one of `languages`. */
    locale: localeSchema,
    /** What the door and the portal are offered in. */
    languages: z
      .array(localeSchema)
      .min(1, { message: fieldCode('FIELD-REQUIRED') })
      .max(LOCALES.length)
      .overwrite((chosen) => LOCALES.filter((locale) => chosen.includes(locale))),
    /** `#rrggbb`; null: the house's. */
    accent: accentField.nullable(),
    corner: z.union(CORNERS.map((corner) => z.literal(corner))),
    poweredBy: z.boolean(),
    /** Names that the upload has answered. */
    logoLight: imageField,
    logoDark: imageField,
    /** For mails: PNG. Without it, the light logo where that is a small PNG. */
    logoMail: imageField,
    icon: imageField,
  })
  .meta({ id: 'BrandValues' });
export type BrandValues = z.infer<typeof brandValuesSchema>;

export const updateBrandingSchema = brandValuesSchema.partial().meta({ id: 'UpdateBranding' });

export const brandingSchema = z
  .object({
    values: brandValuesSchema,
    /** The images that `values` names. */
    images: z.array(brandImageSchema),
    /** What is shown now: of its own, or of whoever invited this organization. */
    look: brandLookSchema.nullable(),
    /** Name of the organization whose look it is, where it has none of its own. */
    inheritedFrom: z.string().nullable(),
    changedAt: timestampField.nullable(),
    changedBy: z.string().nullable(),
  })
  .meta({ id: 'Branding' });
export type Branding = z.infer<typeof brandingSchema>;

export const uploadedImageSchema = brandImageSchema
  .extend({
    bytes: z.number().int(),
    /** Names of what was taken out: it could have run, loaded or told something. */
    removed: z.array(z.string()),
  })
  .meta({ id: 'UploadedImage' });
export type UploadedImage = z.infer<typeof uploadedImageSchema>;

/** What of a brand is words: its pages and mails are looked at as such. */
export const brandPreviewSchema = z
  .object({
    look: brandLookSchema.nullable(),
    sender: z.string(),
    subject: z.string(),
    sms: z.array(
      z.object({
        template: z.string(),
        text: z.string(),
        parts: z.number().int(),
        encoding: z.string(),
        length: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'BrandPreview' });
export type BrandPreview = z.infer<typeof brandPreviewSchema>;

const params = z.object({ org: idField });
const base = '/organizations/{org}/branding';

export const brandingRoutes = {
  get: route({
    method: 'GET',
    path: base,
    access: 'settings.read',
    summary: 'How the organization looks and what it calls the place',
    params,
    status: 200,
    response: brandingSchema,
  }),
  update: route({
    method: 'PATCH',
    path: base,
    access: 'settings.update',
    summary: 'Change what is given, leave the rest; it holds from the next page and mail on',
    params,
    body: updateBrandingSchema,
    status: 200,
    response: brandingSchema,
    errors: ['IMAGE-UNKNOWN', 'IMAGE-NOT-SQUARE', 'LANGUAGES-DEFAULT'],
  }),
  upload: route({
    method: 'POST',
    path: `${base}/images`,
    access: 'settings.update',
    summary: 'Bring a PNG or an SVG of at most 200 kB; nothing is shown before a value names it',
    params,
    file: true,
    status: 201,
    response: uploadedImageSchema,
    errors: ['IMAGE-TYPE', 'IMAGE-BROKEN', 'IMAGE-UNSAFE', 'IMAGE-DIMENSIONS', 'IMAGE-TOO-LARGE', 'RATE-LIMITED'],
  }),
  preview: route({
    method: 'POST',
    path: `${base}/preview`,
    access: 'settings.read',
    summary: 'Who mails would come from and what text messages would say with these values; changes nothing',
    params,
    body: z.strictObject({ values: updateBrandingSchema, locale: localeSchema }),
    status: 200,
    response: brandPreviewSchema,
    errors: ['IMAGE-UNKNOWN', 'IMAGE-NOT-SQUARE', 'LANGUAGES-DEFAULT'],
  }),
} as const;
