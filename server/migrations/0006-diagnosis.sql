-- "Why can't they get in?": addresses that are nearly the one that was typed.

-- The part before the @ without dots and plus tag, and everything that it becomes when one character is left out: two
-- addresses of which one is a slip of the other (a letter too many, too few, wrong, or swapped with its neighbour) share
-- a key, however short they are; where only the domain differs they share the first. The twin of it, which decides, is
-- `nearnessOf` in diagnosis/domain/near-match.ts.
create function near_keys(address text) returns text[] language sql immutable strict parallel safe as $$
  select array(
    select distinct case when n = 0 then k else left(k, n - 1) || substr(k, n + 1) end
    from (select left(replace(split_part(split_part(address, '@', 1), '+', 1), '.', ''), 64) as k) as local,
      generate_series(0, length(k)) as n)
$$;

create index invitations_near on invitations using gin (near_keys(address_canonical));
create index identifiers_near on identifiers using gin (near_keys(canonical))
  where kind = 'email' and verified_at is not null;
