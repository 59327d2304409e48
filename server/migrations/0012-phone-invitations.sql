-- Invitations to phone numbers, and codes by text message.

-- `address_canonical` is the e-mail address where there is one, else the number; `address_kind` says which. `phone` is the
-- number in E.164, alone or beside an e-mail address.
alter table invitations
  add column address_kind text not null default 'email' check (address_kind in ('email', 'phone')),
  add column phone text collate "C" check (phone ~ '^\+[1-9][0-9]{2,14}$'),
  add constraint invitations_phone_is_address check (address_kind = 'email' or phone = address_canonical);
-- One live invitation per organization and number, as `invitations_live` is per address.
create unique index invitations_live_phone on invitations (organization_id, phone)
  where phone is not null
    and state in ('queued', 'sent', 'delivered', 'bounced', 'opened', 'proving', 'proven', 'consented');
create index invitations_phone on invitations (phone) where phone is not null;
create index invitations_phone_search on invitations using gin (phone gin_trgm_ops) where phone is not null;

-- As in migration 0006, and for a number: it, and everything that it becomes when one digit is left out. Of an e-mail
-- address it says what it said before, so that the indexes on it stay right.
create or replace function near_keys(address text) returns text[] language sql immutable strict parallel safe as $$
  select array(
    select distinct case when n = 0 then k else left(k, n - 1) || substr(k, n + 1) end
    from (select case when position('@' in address) = 0 then left(address, 16)
        else left(replace(split_part(split_part(address, '@', 1), '+', 1), '.', ''), 64) end as k) as local,
      generate_series(0, length(k)) as n
    where n <> 1 or k not like '+%')
$$;
create index invitations_near_phone on invitations using gin (near_keys(phone)) where phone is not null;
create index identifiers_near_phone on identifiers using gin (near_keys(canonical))
  where kind = 'phone' and verified_at is not null;

-- A code by text message is sent again as it is, while it lives: how often, and when last.
alter table one_time_codes
  add column sends integer not null default 1,
  add column last_sent_at timestamptz;

-- Which gateway is asked first: another one where no report of delivery came of the message before.
alter table messages add column first_gateway smallint not null default 0;

-- The number of a row, to find it twice in a file, in an invitation or with a member.
alter table import_rows add column phone text collate "C";
