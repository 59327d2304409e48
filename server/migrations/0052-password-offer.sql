-- The portal offers a password to whoever has none, until they say that they want none: then it is not asked again, in
-- whatever browser.
alter table accounts add column password_offer_closed_at timestamptz;
