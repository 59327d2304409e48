import { z } from 'zod';
import { companyDraftSchema } from './company.ts';
import { timestampField } from './fields.ts';

const sourceSchema = z.object({ from: z.string(), at: timestampField });

/** Card D7: check and create the company. */
export const companyStepSchema = z.object({
  name: z.literal('company'),
  organizationName: z.string(),
  company: companyDraftSchema,
  /** Where each prepared value came from. */
  sources: z.record(z.string(), sourceSchema),
  /** A company with the same number: card D7j. */
  duplicate: z.object({ name: z.string() }).nullable(),
  /** What was sent before and turned down: why, when, by whom. */
  rejection: z.object({ organizationName: z.string(), reason: z.string(), at: timestampField }).nullable(),
  /** "I'm not the right person": how often it can be handed over still, and where colleagues have their addresses. */
  handOver: z.object({ left: z.number().int(), domain: z.string().nullable() }),
  /** Page where the person stops invitations of this organization for good. */
  stopInvitingPath: z.string(),
});

/** Card D20: somebody else decides. */
export const waitingStepSchema = z.object({
  name: z.literal('waiting'),
  /** What is to be decided: the company that the person created, or their wish to join one. */
  request: z.enum(['company', 'join']),
  /** Who decides. */
  organizationName: z.string(),
  companyName: z.string(),
  since: timestampField,
  /** How long the newest decisions took, at the median; null where there were none. */
  usualSeconds: z.number().nullable(),
  /** What was sent; null where it was the wish alone. */
  sent: companyDraftSchema.nullable(),
  note: z.string(),
  /** Where the person is told of the decision, masked; null where they have proven nothing that a message can go to. */
  tellAt: z.string().nullable(),
  notify: z.boolean(),
});
