-- An organization that is deleted gets nothing new: no member, invitation, list or picture is left over by somebody who began
-- before. Whoever deletes holds the row of the organization (`for update`) until it says so: an insert that came first holds
-- its key and is waited for, one that comes later waits here, and is refused. GH001: the message is a code of the contract.
create function refuse_of_deleted() returns trigger language plpgsql as $$
declare
  gone boolean;
begin
  execute format(
    'select bool_or(o.state = ''deleted'') from (
      select state from organizations where id in (select %I from added) order by id for key share) o', tg_argv[0])
    into gone;
  if gone then raise exception 'ORG-DELETED' using errcode = 'GH001'; end if;
  return null;
end $$;

do $$
declare
  one text[];
begin
  foreach one slice 1 in array array[
    ['memberships', 'organization_id'], ['invitations', 'organization_id'], ['suppressions', 'organization_id'],
    ['join_requests', 'organization_id'], ['welcome_progress', 'organization_id'], ['imports', 'organization_id'],
    ['operations', 'organization_id'], ['message_texts', 'organization_id'], ['approver_digests', 'organization_id'],
    ['brand_files', 'organization_id'], ['brands', 'organization_id'], ['saved_views', 'organization_id'],
    ['default_views', 'organization_id'], ['alerts', 'organization_id'], ['alert_digests', 'organization_id'],
    ['temporary_passwords', 'organization_id'], ['webhooks', 'organization_id'], ['webhook_deliveries', 'organization_id'],
    ['recovery_requests', 'organization_id'], ['customer_companies', 'supplier_id'], ['customer_companies', 'company_id'],
    ['company_approvals', 'supplier_id'], ['company_approvals', 'company_id']]
  loop
    execute format(
      'create trigger %1$s_of_deleted_%2$s after insert on %1$s referencing new table as added
        for each statement execute function refuse_of_deleted(%2$L)', one[1], one[2]);
  end loop;
end $$;

-- Whoever was a member once comes back by an update.
create function refuse_return_to_deleted() returns trigger language plpgsql as $$
declare
  gone boolean;
begin
  select o.state = 'deleted' into gone from organizations o where o.id = new.organization_id for key share;
  if gone then raise exception 'ORG-DELETED' using errcode = 'GH001'; end if;
  return new;
end $$;
create trigger memberships_return_to_deleted before update of state on memberships
  for each row when (old.state = 'removed' and new.state <> 'removed') execute function refuse_return_to_deleted();
