import { z } from 'zod';
import { idField, paragraph, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { route } from './route.ts';

/** What somebody should look at, the most urgent first. */
export const ALERT_RULES = [
  'audit-tampered',
  'many-accounts',
  'disowned',
  'impossible-travel',
  'failures-account',
  'failures-organization',
  'account-locked',
  'factor-removed',
  'admin-reset',
] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

export const alertSchema = z
  .object({
    id: idField,
    rule: z.enum(ALERT_RULES),
    state: z.enum(['open', 'acknowledged']),
    subject: z.object({
      type: z.enum(['account', 'network', 'organization', 'audit-log']),
      id: z.string(),
      /** Of a person; null where there is none. */
      name: z.string().nullable(),
      /** By which the person signs in, for the diagnosis. */
      address: z.string().nullable(),
      /** Of their record in this organization. */
      memberId: idField.nullable(),
    }),
    /** Of failed tries, acts or attempts. */
    count: z.number().int(),
    firstAt: timestampField,
    lastAt: timestampField,
    evidence: z.object({
      /** Networks from which it came, five at most. */
      networks: z.array(z.string()).optional(),
      /** How many different addresses were tried. */
      identifiers: z.number().int().optional(),
      /** Places of a journey that nobody makes: from, to. */
      places: z.array(z.string()).optional(),
      /** Between them. */
      kilometres: z.number().int().optional(),
      minutes: z.number().int().optional(),
      /** Who did it, where that is not the person. */
      by: z.string().nullable().optional(),
    }),
    openedAt: timestampField,
    acknowledged: z.object({ at: timestampField, by: z.string(), note: z.string() }).nullable(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

export const alertRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/alerts',
    access: 'alerts.read',
    summary: 'What somebody should look at in sign-ins and the audit log, newest first',
    params: z.object({ org: idField }),
    query: z.object({ ...listQuery, state: z.enum(['open', 'acknowledged']).optional() }),
    status: 200,
    response: listOf(alertSchema),
  }),
  acknowledge: route({
    method: 'POST',
    path: '/organizations/{org}/alerts/{id}/acknowledge',
    access: 'alerts.acknowledge',
    summary: 'Somebody has looked at it; what comes after opens a new one',
    params: z.object({ org: idField, id: idField }),
    body: z.strictObject({ note: paragraph(500).default('') }),
    status: 200,
    response: alertSchema,
    errors: ['CONFLICT'],
  }),
} as const;
