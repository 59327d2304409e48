import { z } from 'zod';
import { idField, line, timestampField } from './fields.ts';
import { route } from './route.ts';

/** Lists that somebody can keep views of; which filters each has is in `view-lists.ts`. */
export const VIEW_LISTS = ['invitations', 'members', 'sign-in-events', 'audit-events'] as const;
export type ViewList = (typeof VIEW_LISTS)[number];

/** Of one list: somebody's own, and as many again that are shared. */
export const MOST_VIEWS = 50;

const nameField = line(64, 1);
/** Filters, order and hidden columns as they stand in the address of the list, without `cursor`. */
const searchField = z.record(line(40, 1), line(400, 1));

export const savedViewSchema = z
  .object({
    id: idField,
    list: z.enum(VIEW_LISTS),
    name: z.string(),
    search: z.record(z.string(), z.string()),
    /** Names in `search` that this release does not know, or whose value it does not know. They are kept. */
    unfit: z.array(z.string()),
    /** Everybody who may read the list has it. */
    shared: z.boolean(),
    /** The caller's: the list opens with it. */
    isDefault: z.boolean(),
    owner: z.object({ id: idField, name: z.string() }),
    updatedAt: timestampField,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedViewSchema>;

const organizationParams = z.object({ org: idField });
const params = z.object({ org: idField, id: idField });
const base = '/organizations/{org}/views';
const access = 'views.read';
const refused = ['VIEW-EXISTS', 'VIEW-LIMIT'] as const;

export const savedViewRoutes = {
  list: route({
    method: 'GET',
    path: base,
    access,
    summary: 'Views of one list, or of all that the caller may read: one’s own and the shared ones, by name',
    params: organizationParams,
    query: z.object({ list: z.enum(VIEW_LISTS).optional() }),
    status: 200,
    response: z.object({ items: z.array(savedViewSchema) }),
  }),
  create: route({
    method: 'POST',
    path: base,
    access,
    summary:
      'Keep a view of a list under a name: for oneself, or, with `views.share`, for everybody who reads the list',
    params: organizationParams,
    body: z
      .strictObject({
        list: z.enum(VIEW_LISTS),
        name: nameField,
        search: searchField,
        shared: z.boolean().default(false),
        isDefault: z.boolean().default(false),
      })
      .meta({ id: 'NewSavedView' }),
    status: 201,
    response: savedViewSchema,
    errors: refused,
    idempotent: true,
  }),
  update: route({
    method: 'PATCH',
    path: `${base}/{id}`,
    access,
    summary: 'Rename, overwrite, share or keep to oneself a view; or open the list with it from now on',
    params,
    body: z
      .strictObject({
        name: nameField.optional(),
        search: searchField.optional(),
        shared: z.boolean().optional(),
        isDefault: z.boolean().optional(),
      })
      .meta({ id: 'UpdateSavedView' }),
    status: 200,
    response: savedViewSchema,
    errors: refused,
  }),
  remove: route({
    method: 'DELETE',
    path: `${base}/{id}`,
    access,
    summary: 'Delete a view; the list stays as it is',
    params,
    status: 204,
  }),
} as const;
