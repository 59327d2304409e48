-- Which proven address a notice went to: whoever presses there has that mailbox, so that it stays when planted ones go.
-- Null in links that were sent before.
alter table disavowals add column told_to text collate "C";
