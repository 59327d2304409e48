import { command, type Queryable, statement } from '../../platform/database/database.ts';

/**
 * Seconds for which a browser keeps the cookie that its flows are bound to and that it is known by: for longer than
 * half-done onboarding is kept, and than a browser can be trusted.
 */
export const CLIENT_COOKIE_LIFE = 180 * 24 * 3600;

export type SeenDevice = {
  /** The account was signed in to with this very browser before. */
  readonly isKnownDevice: boolean;
  /** With any. */
  readonly hasHistory: boolean;
};

const SEEN = statement<SeenDevice>(`
  insert into devices (token_hash, account_id, created_at, last_seen_at, trusted_until, user_agent)
  values ($1, $2, $3, $3, $4, $5)
  on conflict (token_hash, account_id) do update set last_seen_at = excluded.last_seen_at,
    trusted_until = coalesce(excluded.trusted_until, devices.trusted_until), user_agent = excluded.user_agent
  returning exists (select from devices where token_hash = $1 and account_id = $2) as "isKnownDevice",
    exists (select from devices where account_id = $2) as "hasHistory"`);

/** Somebody signed in with a browser; answers what was known of it before. `trustedUntil` where they asked for it to be trusted, else what was asked before stays. */
export async function rememberDevice(
  queryable: Queryable,
  device: { tokenHash: Buffer; accountId: string; trustedUntil: Date | null; userAgent: string },
  now: Date,
): Promise<SeenDevice> {
  const { tokenHash, accountId, trustedUntil, userAgent } = device;
  const [before] = await queryable.query(SEEN, [tokenHash, accountId, now, trustedUntil, userAgent]);
  return before ?? { isKnownDevice: false, hasHistory: false };
}

const KNOWN = statement<{ known: boolean }>(`
  select exists (select from devices where token_hash = $1 and account_id = $2) as known`);

/** Whether somebody signed in to this very account with this browser before, and nothing was said against it since. */
export async function isKnownDevice(queryable: Queryable, tokenHash: Buffer, accountId: string): Promise<boolean> {
  const [row] = await queryable.query(KNOWN, [tokenHash, accountId]);
  return row?.known ?? false;
}

const TRUSTED = statement<{ count: number }>(`
  select count(*)::int as count from devices where account_id = $1 and trusted_until > $2`);

export async function countTrustedDevices(queryable: Queryable, accountId: string, now: Date): Promise<number> {
  const [row] = await queryable.query(TRUSTED, [accountId, now]);
  return row?.count ?? 0;
}

const FORGET = command('delete from devices where account_id = $1');

/** No browser is known to the account any more: neither trusted, nor one whose tries count apart from those of strangers. */
export async function forgetDevices(queryable: Queryable, accountId: string): Promise<void> {
  await queryable.query(FORGET, [accountId]);
}

const DISTRUST = command('update devices set trusted_until = null where account_id = $1 and trusted_until is not null');

/** No browser is trusted by the account any more: after a factor was changed or taken away. */
export async function distrustDevices(queryable: Queryable, accountId: string): Promise<void> {
  await queryable.query(DISTRUST, [accountId]);
}

const DISTRUST_EVERY = command('update devices set trusted_until = null where trusted_until is not null');

/** After a restore no browser is trusted: the trust may have been taken back since the backup. */
export async function distrustEveryDevice(queryable: Queryable): Promise<void> {
  await queryable.query(DISTRUST_EVERY);
}
