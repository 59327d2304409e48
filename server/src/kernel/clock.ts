/** Where time comes from. Injected, so that tests move it; expiry is decided at read, with this clock. */
export type Clock = {
  /** The present instant. */
  now(): Date;
  /** Moved on purpose, by a test: it need not agree with the database's. */
  readonly pretends?: boolean;
};

export const systemClock: Clock = { now: () => new Date() };

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `instant` moved by `milliseconds` (may be negative). */
export function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
