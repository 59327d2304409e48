/**
 * What becomes of everything that names an organization once it is deleted, by table and column. `erased`: no row is left;
 * `emptied`: the row stays without what it said, or ended; `kept`: logs, and what belongs to people. A test compares it with
 * the database: whoever adds a table says here what becomes of it, and in erasure-store.ts how.
 */
export const WHAT_BECOMES: Readonly<Record<string, 'erased' | 'emptied' | 'kept'>> = {
  'invitations.organization_id': 'emptied',
  // Of whoever invited: to them it was accepted by a company that was deleted since.
  'invitations.accepted_organization_id': 'kept',
  'memberships.organization_id': 'emptied',
  'messages.organization_id': 'emptied',
  'sessions.organization_id': 'erased',
  'identifier_changes.organization_id': 'emptied',
  'imports.organization_id': 'erased',
  'operations.organization_id': 'erased',
  'suppressions.organization_id': 'erased',
  'join_requests.organization_id': 'erased',
  'welcome_progress.organization_id': 'erased',
  'message_texts.organization_id': 'erased',
  'approver_digests.organization_id': 'erased',
  'brands.organization_id': 'erased',
  'brand_files.organization_id': 'erased',
  'default_views.organization_id': 'erased',
  'saved_views.organization_id': 'erased',
  'alerts.organization_id': 'erased',
  'alert_digests.organization_id': 'erased',
  'temporary_passwords.organization_id': 'erased',
  'webhooks.organization_id': 'erased',
  'webhook_deliveries.organization_id': 'erased',
  'recovery_requests.organization_id': 'erased',
  'user_names.organization_id': 'erased',
  'customer_companies.supplier_id': 'erased',
  'customer_companies.company_id': 'erased',
  'company_approvals.supplier_id': 'erased',
  'company_approvals.company_id': 'erased',
  // Whoever comes to a dead link leaves one anew; each lives for 30 days.
  'stop_references.organization_id': 'kept',
  'consents.organization_id': 'kept',
  'password_links.organization_id': 'kept',
  'sign_in_events.organization_id': 'kept',
  'audit_events.organization_id': 'kept',
  // A figure, which is zero then.
  'member_counts.organization_id': 'kept',
  // Ways in that began at its door end within a day, and are removed after their time.
  'flows.door_organization_id': 'kept',
  'messages.door_organization_id': 'kept',
  'organizations.suspended_by_organization': 'kept',
  'organizations.deletion_asked_by_organization': 'kept',
};
