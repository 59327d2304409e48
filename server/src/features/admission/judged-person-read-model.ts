import { LOADED_FIELDS, LOADED_MEMBER_FIELDS, loadingMemberSql, loadingSql } from './admission-read-model.ts';
import type { AdmissionRow } from './admission-row.ts';

const columnsOf = (alias: string, fields: readonly string[]) =>
  fields.map((field) => `${alias}."${field}" as "${alias}.${field}"`).join(', ');

/**
 * How a person stands, joined to a larger statement, so that finding somebody and judging them is one round trip. It needs
 * a relation `person` with the columns `judgedFlow`, `judgedInvitation` and `judgedAccount`: ids, of which the first two
 * are null where the person is judged by their place alone, and the last where they are judged by an invitation.
 */
export function judgedPerson(organization: string): { readonly columns: string; readonly joins: string } {
  return {
    columns: `${columnsOf('s', LOADED_FIELDS)}, ${columnsOf('p', LOADED_MEMBER_FIELDS)}`,
    joins: `
  left join lateral (${loadingSql(`(
    select person."judgedFlow", person."judgedInvitation", null::text where person."judgedInvitation" is not null)`)}) s on true
  left join lateral (${loadingMemberSql(organization, 'person."judgedAccount"')}) p on true`,
  };
}

/** What {@link judgedPerson} answered, taken out of the row of the larger statement. */
export function judgedRowOf(row: Readonly<Record<string, unknown>>): AdmissionRow | null {
  const isInvited = row['s.invitationId'] !== null;
  if (!isInvited && row['p.accountId'] === null) return null;
  const alias = isInvited ? 's' : 'p';
  return Object.fromEntries(LOADED_FIELDS.map((field) => [field, row[`${alias}.${field}`] ?? null])) as AdmissionRow;
}
