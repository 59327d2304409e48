-- The same answers as before (migrations 0012 and 0048), so that the indexes on them stay right. Written in SQL they were
-- planned anew for each row that an index was told of, which took longer than to answer; what PL/pgSQL asks it plans once.
create or replace function near_keys(address text) returns text[] language plpgsql immutable strict parallel safe as $$
begin
  return array(
    select distinct case when n = 0 then k else left(k, n - 1) || substr(k, n + 1) end
    from (select case when position('@' in address) = 0 then left(address, 16)
        else left(replace(split_part(split_part(address, '@', 1), '+', 1), '.', ''), 64) end as k) as local,
      generate_series(0, length(k)) as n
    where n <> 1 or k not like '+%');
end $$;

create or replace function han_grams(text) returns text[] language plpgsql immutable strict parallel safe as $$
begin
  if $1 !~ '[㐀-鿿]' then return null; end if;
  return (select array_agg(distinct substr($1, n, k)) from generate_series(1, length($1)) n, generate_series(1, 2) k
    where substr($1, n, k) ~ case k when 1 then '^[㐀-鿿]$' else '^[㐀-鿿]{2}$' end);
end $$;
