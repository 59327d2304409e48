import { z } from 'zod';
import { idField, line } from './fields.ts';
import { policiesSchema } from './organizations.ts';
import { route } from './route.ts';

const params = z.object({ org: idField });
const path = '/organizations/{org}/policies';

/** What an organization decides, by itself: the same as `policies` of its settings. */
export const policyRoutes = {
  get: route({
    method: 'GET',
    path,
    access: 'settings.read',
    summary: 'What the organization decides; what it has not decided is as everywhere',
    params,
    status: 200,
    response: policiesSchema,
  }),
  update: route({
    method: 'PATCH',
    path,
    access: 'settings.update',
    proof: 'fresh',
    summary: 'Decide what is given, leave the rest; it holds from the next request on',
    params,
    /** `reason`: why; kept in the audit log. */
    body: policiesSchema
      .partial()
      .extend({ reason: line(200).optional() })
      .meta({ id: 'UpdatePolicies' }),
    status: 200,
    response: policiesSchema,
  }),
} as const;
