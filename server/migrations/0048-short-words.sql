-- One or two letters hold no trigram. Chinese names are as short: each of their characters, and each two that stand side by
-- side, are looked up in an index of their own. Other short words are looked for where a word begins, which trigrams know.
create function han_grams(text) returns text[] language sql immutable strict parallel safe as $$
  select case when $1 ~ '[㐀-鿿]' then (
    select array_agg(distinct substr($1, n, k)) from generate_series(1, length($1)) n, generate_series(1, 2) k
    where substr($1, n, k) ~ case k when 1 then '^[㐀-鿿]$' else '^[㐀-鿿]{2}$' end) end
$$;
create index memberships_han on memberships using gin (han_grams(words)) where state <> 'removed';
create index invitations_han on invitations using gin (han_grams(address_canonical || ' ' || lower(coalesce(name, ''))));
