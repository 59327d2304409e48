import { heldMessageRoutes } from '@gatehouse/contract/held-messages';
import type { FastifyInstance } from 'fastify';
import type { Binder } from '../../platform/http/bind-route.ts';
import type { HeldMessages } from './hold-messages.ts';

type HeldMessageServices = { readonly notifications: HeldMessages };

export function registerHeldMessageRoutes(app: FastifyInstance, binder: Binder, services: HeldMessageServices): void {
  const { notifications } = services;
  binder.bind(app, heldMessageRoutes.get, async ({ organization }) => {
    const { count, since } = await notifications.countHeld(organization.organizationId);
    return { count, since: since?.toISOString() ?? null };
  });
  binder.bind(app, heldMessageRoutes.release, async ({ organization, caller }) => {
    const count = await notifications.releaseHeld(caller, organization.organizationId);
    return { count };
  });
  binder.bind(app, heldMessageRoutes.discard, async ({ organization, caller }) => {
    return { count: await notifications.discardHeld(caller, organization.organizationId) };
  });
}
