-- What a person proves beside their address or password, and the browsers that they are known in.

-- A browser that somebody signed in with: token_hash is of the cookie that its flows are bound to, 32 random bytes.
-- Several people may use one browser. Known to an account is not the same as trusted by it: trusted_until was chosen by the person ("trust this device").
create table devices (
  token_hash bytea not null,
  account_id text collate "C" not null references accounts,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  trusted_until timestamptz,
  user_agent text not null default '',
  primary key (token_hash, account_id)
);
create index devices_account on devices (account_id, last_seen_at desc);

-- One authenticator app and one number for text messages per account at most. The secret of an app is encrypted; one
-- that was shown but never confirmed counts for nothing. last_step: no code of this or an earlier 30 s step is taken
-- again (RFC 6238 s. 5.2).
create table second_factors (
  account_id text collate "C" not null references accounts,
  kind text not null check (kind in ('totp', 'sms')),
  secret bytea,
  last_step bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (account_id, kind),
  check ((kind = 'totp') = (secret is not null))
);

-- Ten codes of 79 bits, shown once; a set is replaced as a whole (NIST SP 800-63B-4 s. 3.1.2).
create table recovery_codes (
  account_id text collate "C" not null references accounts,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- WebAuthn Level 3. The id of a credential belongs to one account for ever: nobody registers it a second time.
create table passkeys (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts,
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  backup_eligible boolean not null,
  backed_up boolean not null,
  aaguid text not null default '',
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_account on passkeys (account_id);

-- The user.id of WebAuthn: random, tells nothing of the person (s. 5.4.3). Made with the first passkey.
alter table accounts add column webauthn_user_id bytea unique;

-- One-time questions to an authenticator; consumed by one guarded statement.
create table webauthn_challenges (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'confirm')),
  flow_id text collate "C" references flows,
  account_id text collate "C" references accounts,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);
create index webauthn_challenges_flow on webauthn_challenges (flow_id) where flow_id is not null;

-- When the person of this session last proved it all anew, strongly enough for their account; null: not since signing
-- in, or signed in by something too weak for that (a mailed code).
alter table sessions add column proven_at timestamptz;
update sessions set proven_at = signed_in_at where 'password' = any (methods) or 'setup' = any (methods);

-- `confirm`: somebody who is signed in proves it again, before something that matters.
alter table flows drop constraint flows_kind_check;
alter table flows add constraint flows_kind_check check (kind in ('invitation', 'sign-in', 'confirm'));
alter table flows
  add column factor text,
  add column second_factor_at timestamptz,
  add column second_factor_by text,
  add column factor_postponed_at timestamptz,
  add column trust_device boolean not null default false,
  -- Sealed: recovery codes that are shown until the person says that they are kept.
  add column shown_once bytea;

-- Whether an organization's policy makes a second step a must for somebody with these roles; the twin of
-- strictestFactorPolicy for one organization.
create function factor_required(policy text, roles text[]) returns boolean language sql immutable parallel safe as $$
  select coalesce(policy = 'required'
    or policy = 'required-for-administrators' and roles && array['owner', 'administrator'], false)
$$;
