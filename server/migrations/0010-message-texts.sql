-- Words of an organization's own for the messages that it sends, by language and key of `locales/`.
create table message_texts (
  organization_id text collate "C" not null references organizations,
  locale text not null,
  key text collate "C" not null,
  text text not null,
  changed_at timestamptz not null,
  changed_by text collate "C" references accounts,
  primary key (organization_id, locale, key)
);
