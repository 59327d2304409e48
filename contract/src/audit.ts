import { z } from 'zod';
import { idField, timestampField } from './fields.ts';
import { listOf, listQuery } from './lists.ts';
import { route } from './route.ts';

/** Somebody or something that an event is about. `name`: null where it has none, or is gone. */
const partySchema = z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() });

export const auditEventSchema = z
  .object({
    id: idField,
    at: timestampField,
    actor: partySchema,
    /** `subject.verb`; its words are `audit.action.<action>` in `locales/<language>/audit.json`. */
    action: z.string(),
    subject: partySchema,
    /** By field: a value, or `{before, after}`. */
    change: z.record(z.string(), z.unknown()),
    ip: z.string(),
    requestId: z.string(),
    /** False for the second or so until it is part of the chain of seals. */
    sealed: z.boolean(),
    /** Where the console shows what it is about: a member's record, an invitation, the diagnosis of an address. */
    leadsTo: z.object({
      memberId: idField.nullable(),
      invitationId: idField.nullable(),
      address: z.string().nullable(),
    }),
  })
  .meta({ id: 'AuditEvent' });

/** What narrows the log; all of them hold at once. The same in its address and in an export of it. */
export const auditFilters = {
  q: z.string().max(254).optional(),
  action: z.string().max(100).optional(),
  /** Id of an account. */
  actor: z.string().max(64).optional(),
  /** Id of what it was done to. */
  subject: z.string().max(254).optional(),
  from: timestampField.optional(),
  to: timestampField.optional(),
};
export type AuditFilters = { [F in keyof typeof auditFilters]?: z.output<(typeof auditFilters)[F]> };

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/organizations/{org}/audit-events',
    access: 'audit-events.read',
    summary: 'Who did what, newest first, and how far the log is sealed',
    params: z.object({ org: idField }),
    query: z.object({ ...listQuery, ...auditFilters }),
    status: 200,
    response: listOf(auditEventSchema).extend({
      seal: z.object({
        /** Of the newest seal. */
        sealedAt: timestampField.nullable(),
        /** Events that wait for their seal, and since when the oldest does. */
        waiting: z.number().int(),
        oldest: timestampField.nullable(),
        /** The hash of the newest seal. Noted elsewhere it tells later whether the end was cut off. */
        head: z.string().nullable(),
      }),
    }),
  }),
} as const;
