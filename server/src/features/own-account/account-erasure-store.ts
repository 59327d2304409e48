import { command, type Queryable, statement, type Transaction } from '../../platform/database/database.ts';

const LOCK_OWNED = command(`
  select from organizations where id in (
    select organization_id from memberships where account_id = $1 and 'owner' = any(roles) and state = 'active')
  order by id for no key update`);

/** Of the owners of an organization one at a time decides to go: others wait until the transaction ends. */
export async function lockOwned(tx: Transaction, accountId: string): Promise<void> {
  await tx.query(LOCK_OWNED, [accountId]);
}

const ASK = statement<{ id: string }>(`
  update accounts set deletion_asked_at = $3, deletion_due_at = $2, updated_at = $3
  where id = $1 and state = 'active' returning id`);

export async function askDeletion(tx: Transaction, accountId: string, dueAt: Date, now: Date): Promise<boolean> {
  return (await tx.query(ASK, [accountId, dueAt, now])).length === 1;
}

const DUE = statement<{ id: string }>(`
  select id from accounts where deletion_due_at <= $1 and state <> 'deleted' order by deletion_due_at limit 500`);

export async function listDueDeletions(queryable: Queryable, now: Date): Promise<string[]> {
  return (await queryable.query(DUE, [now])).map(({ id }) => id);
}

const ERASE = statement<{ id: string }>(`
  update accounts set state = 'deleted', name = '', call_name = '', locale = null, time_zone = null, webauthn_user_id = null,
    deletion_asked_at = null, deletion_due_at = null, erased_at = $2, updated_at = $2
  where id = $1 and deletion_due_at <= $2 and state <> 'deleted' returning id`);

/** What goes, what is emptied, in this order: messages are found by the addresses, so these go last. $1: the account. */
const PARTS = [
  `update messages set to_address = 'erased', to_name = null, params = '{}', secrets = null, response = null
    where to_address in (select canonical from identifiers where account_id = $1 and verified_at is not null)
      and state not in ('queued', 'sending')`,
  `update invitations set address_canonical = id || '@erased.invalid', address_shown = id || '@erased.invalid',
    address_kind = 'email', phone = null, name = null, username = null where accepted_by = $1`,
  `delete from one_time_codes where destination in (select canonical from identifiers where account_id = $1)`,
  'delete from identifier_changes where account_id = $1',
  'delete from identifiers where account_id = $1',
  'delete from disavowals where account_id = $1',
  'delete from passwords where account_id = $1',
  'delete from temporary_passwords where account_id = $1',
  `update password_links set sent_to = '', dead_at = coalesce(dead_at, now()) where account_id = $1`,
  'delete from second_factors where account_id = $1',
  'update flows set factor_number = null where account_id = $1 and factor_number is not null',
  'delete from recovery_codes where account_id = $1',
  'delete from webauthn_challenges where account_id = $1',
  'delete from passkeys where account_id = $1',
  'delete from devices where account_id = $1',
  'delete from idempotency_keys where account_id = $1',
  'delete from welcome_progress where account_id = $1',
  `update recovery_requests set note = '', ip = '', user_agent = '' where account_id = $1`,
  'delete from own_data_files where account_id = $1',
  `update sessions set ip = '', user_agent = '' where account_id = $1`,
  `update sign_in_events set identifier = '', ip = '', user_agent = '' where account_id = $1`,
  `update consents set ip = '' where account_id = $1`,
  `update alerts set evidence = '{}', note = '' where subject_type = 'account' and subject_id = $1`,
  // Few, and kept for a month: what was posted about the person is found by their id in it.
  `delete from webhook_deliveries where state <> 'waiting' and position($1 in body) > 0`,
].map((sql) => command(sql));

const LEAVE = command(`
  update memberships set state = 'removed', removed_at = $2 where account_id = $1 and state <> 'removed'`);

const END_SESSIONS = command('update sessions set ended_at = $2 where account_id = $1 and ended_at is null');

/** Empties an account whose time is over of everything that tells whose it was; false when it is not due any more. */
export async function eraseAccount(tx: Transaction, accountId: string, now: Date): Promise<boolean> {
  if ((await tx.query(ERASE, [accountId, now])).length === 0) return false;
  await tx.query(LEAVE, [accountId, now]);
  await tx.query(END_SESSIONS, [accountId, now]);
  for (const part of PARTS) await tx.query(part, [accountId]);
  return true;
}
