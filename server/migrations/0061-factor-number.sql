-- The number that somebody typed on their way in, to become the second step of this flow's account once its code came back.
-- Null: none was typed. Nothing else reads it: until then the number is nobody's.
alter table flows add column factor_number text collate "C";
