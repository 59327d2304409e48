import { z } from 'zod';
import { auditFilters } from './audit.ts';
import type { ExportOf } from './exports.ts';
import { INVITATION_SORTS, invitationFilters } from './invitation-filters.ts';
import { MEMBER_SORTS, memberFilters } from './member-filters.ts';
import type { OperationKind } from './operations.ts';
import { overviewRoutes } from './overview.ts';
import type { Ability } from './route.ts';
import { signInEventFilters } from './sign-in-events.ts';

type Exported = { readonly kind: OperationKind; readonly ability: Ability; readonly filters: z.ZodObject };

/** What can be written into a file: the kind of its operation, who may, and the filters of the list that is looked at. */
export const EXPORTS = {
  'audit-events': {
    kind: 'export-audit-events',
    ability: 'audit-events.read',
    filters: z.strictObject(auditFilters),
  },
  'sign-in-events': {
    kind: 'export-sign-in-events',
    ability: 'sign-in-events.read',
    filters: z.strictObject(signInEventFilters),
  },
  members: {
    kind: 'export-members',
    ability: 'people.read',
    filters: z.strictObject({ ...memberFilters, sort: z.enum(MEMBER_SORTS).default('joined') }),
  },
  invitations: {
    kind: 'export-invitations',
    ability: 'invitations.read',
    filters: z.strictObject({ ...invitationFilters, sort: z.enum(INVITATION_SORTS).default('newest') }),
  },
  overview: {
    kind: 'export-overview',
    ability: 'overview.read',
    filters: z.strictObject(overviewRoutes.get.query.shape),
  },
} as const satisfies Record<ExportOf, Exported>;
