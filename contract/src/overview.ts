import { z } from 'zod';
import { idField, timestampField, wholeNumber } from './fields.ts';
import { invitationStateSchema, requirementNameSchema } from './invitations.ts';
import { route } from './route.ts';

/** What somebody has to act on, in the order in which it is shown. */
export const ATTENTION_KINDS = [
  'alerts',
  'codes-unverified',
  'bounced',
  'mail-stopped',
  'seats-full',
  'waiting-recoveries',
  'waiting-people',
  'waiting-companies',
  'ends-soon',
  'expired-unopened',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** How far an invited person came. Whoever reached one step reached all before it. */
export const FUNNEL_STEPS = ['invited', 'delivered', 'opened', 'identity-proven', 'consented', 'in'] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

const count = z.number().int().min(0);

export const overviewSchema = z
  .object({
    /** The window of funnel, delivery and sign-ins. */
    days: z.number().int(),
    needsAttention: z.array(
      z.object({
        kind: z.enum(ATTENTION_KINDS),
        count,
        /** The oldest of them; of what ends, the one that ends or ended first. */
        oldestAt: timestampField,
        /** The room of the console where it is mended, and the filter of its list. */
        room: z.enum(['invitations', 'people', 'companies', 'queue', 'sign-in-log']),
        query: z.record(z.string(), z.string()),
        /** What its text needs besides: of `codes-unverified` country, window, sent, verified and scope. */
        params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    ),
    funnel: z.array(
      z.object({
        step: z.enum(FUNNEL_STEPS),
        /** Invitations created in the window that came this far or farther. */
        count,
        /** Half of those who came this far needed no longer than this since the invitation; null where nobody did. */
        medianSeconds: z.number().nullable(),
        /** Those who came exactly this far, by what holds them. */
        held: z.array(z.object({ requirement: requirementNameSchema, count })),
        /** Those who came exactly this far and were declined, withdrawn or replaced. */
        ended: count,
      }),
    ),
    /** Twelve weeks, oldest first, by the state that the invitations of a week have now. */
    weeks: z.array(
      z.object({ week: z.iso.date(), states: z.array(z.object({ state: invitationStateSchema, count })) }),
    ),
    delivery: z.array(
      z.object({ channel: z.enum(['email', 'sms']), waiting: count, sent: count, bounced: count, abandoned: count }),
    ),
    signIns: z.array(z.object({ day: z.iso.date(), success: count, failure: count })),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overviewSchema>;

const organizationParams = z.object({ org: idField });

export const overviewRoutes = {
  get: route({
    method: 'GET',
    path: '/organizations/{org}/overview',
    access: 'overview.read',
    summary: 'What needs attention, how far invited people came, delivery and sign-ins',
    params: organizationParams,
    query: z.object({ days: z.coerce.number().pipe(wholeNumber(1, 90)).default(30) }),
    status: 200,
    response: overviewSchema,
  }),
} as const;
