import { DAY } from '../../../kernel/clock.ts';

/**
 * NIST SP 800-63B-4 s. 2.1.3: at one factor a session ends after 30 days at most; unused ones after 7. An organization may
 * ask for less (`policies.sessionHours`, `policies.sessionIdleMinutes`); s. 2.2.3 advises 24 hours and one hour beside a second factor.
 */
export const SESSION_LIFE = 30 * DAY;
export const SESSION_IDLE = 7 * DAY;
