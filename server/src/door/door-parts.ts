import type { Locale } from '@gatehouse/contract/locales';
import type { Ability } from '@gatehouse/contract/route';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';
import type { FlowClients } from '../features/admission/index.ts';
import type { MessagingServices } from '../features/notifications/index.ts';
import type { MembershipView } from '../kernel/actor.ts';
import type { DoorBrand } from '../kernel/door-brand.ts';
import type { Binder } from '../platform/http/bind-route.ts';
import type { Cookies } from '../platform/http/cookies.ts';
import type { DoorContext } from './door-context.ts';

export type DoorOptions = {
  readonly services: MessagingServices;
  readonly config: Config;
  readonly binder: Binder;
  readonly clients: FlowClients;
  readonly isAllowed: (membership: MembershipView, ability: Ability) => boolean;
  readonly cookies: Cookies;
  readonly outboxMode: boolean;
  /** The folder of the built stylesheet, script and fonts. */
  readonly webDirectory: string;
};

export type DoorParts = DoorOptions & {
  /** What a page needs besides its own view. */
  contextFor(request: FastifyRequest, brand?: DoorBrand | null, locale?: Locale): DoorContext;
};

/** A person stays in the language they chose for a year. */
export const LANGUAGE_COOKIE_LIFE = 365 * 24 * 3600;
