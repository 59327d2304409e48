-- A code on paper, for somebody whom no message reaches: typed at the door after the address, instead of a link that is
-- pressed. Lives and dies as links to set a password do. `sent_to`: the address that the paper tells to begin with.
alter table password_links add column printed boolean not null default false;
