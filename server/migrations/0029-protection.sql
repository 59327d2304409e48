-- Wrong tries to be somebody. One row for each account, typed address and known browser of an account, and one more for the
-- second step of each: of any number of flows, ways, spellings and processes that guess at once, all count in one row.
-- Twin of domain/guess-rule.ts of the slice sign-in.
create table guess_budgets (
  -- 'account:<id>', 'device:<id of the account>:<hash of the cookie>', 'second-...' of either, 'address:<SHA-256>'.
  key text collate "C" primary key,
  -- Tries of any way since the first of them, until `tries_until`. Right ones are given back.
  tries integer not null default 0 check (tries >= 0),
  tries_until timestamptz not null,
  -- Wrong in a row, since the last lock or sign-in; how many of them lock; how often they did.
  wrong integer not null default 0,
  allowed integer not null default 5,
  locks integer not null default 0,
  locked_until timestamptz,
  -- Which try locked it: of several at once one may tell of it.
  locked_by text,
  changed_at timestamptz not null
);
create index guess_budgets_changed on guess_budgets (changed_at);

-- "This wasn't me": what the link in a notice is good for, once and for seven days. Only its hash is kept.
create table disavowals (
  token_hash bytea primary key,
  account_id text collate "C" not null references accounts,
  -- What the notice was about, and since when everything that was added to the account is in doubt.
  kind text not null,
  since timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index disavowals_end on disavowals (expires_at);
create index disavowals_account on disavowals (account_id);
