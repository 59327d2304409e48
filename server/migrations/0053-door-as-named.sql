-- At whose door a sign-in or a forgotten password began, as the address named it: whoever starts again there is led back
-- to that door. Beside door_organization_id, which holds only organizations with a look of their own: whether there is
-- any other is told to nobody who is not signed in.
alter table flows add column door_named text check (length(door_named) <= 64);
