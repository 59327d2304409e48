import type { Clock } from '../kernel/clock.ts';
import type { PasswordHasher } from './crypto/password-hasher.ts';
import type { SecretBox } from './crypto/secret-box.ts';
import type { Database } from './database/database.ts';
import type { Metrics } from './http/metrics.ts';
import type { RateLimits } from './http/rate-limits.ts';
import type { Logger } from './logging/logger.ts';
import type { Outbound } from './outbound.ts';
import type { Places } from './places/places.ts';

/** What every use case may need of the technique. Made once, in `app.ts`. */
export type Services = {
  readonly database: Database;
  readonly clock: Clock;
  readonly secretBox: SecretBox;
  readonly passwordHasher: PasswordHasher;
  /** Common and breached passwords, in lower case. */
  readonly passwordBlocklist: { has(lowerCased: string): boolean };
  readonly rateLimits: RateLimits;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The way out to addresses that people type. */
  readonly outbound: Outbound;
  readonly places: Places;
  /** Public origin: links are made of this and nothing else. */
  readonly publicUrl: string;
  /** How many invitations one organization may send in a day. */
  readonly invitationsPerDay: number;
};
