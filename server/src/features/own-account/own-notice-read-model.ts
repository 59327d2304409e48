import type { OwnNotice } from '@gatehouse/contract/own-account';
import { type Queryable, statement } from '../../platform/database/database.ts';

export type OwnNoticeRow = Omit<OwnNotice, 'at' | 'to'> & { at: Date; address: string };

// Each message about an account, and what it said in one word. Codes, and what somebody decides about others, are not among them.
const ABOUT = `case
    when template in ('M08', 'S14', 'M23', 'S13') then params->>'kind'
    when template in ('M25', 'S12') then 'recovery-' || (params->>'kind')
    when template in ('M21', 'S10') then 'address-changed'
    when template in ('M22', 'S11') then 'change-asked'
    when template in ('M07', 'S03') then 'password-link'
    when template = 'S05' then 'temporary-password' end`;

const LIST = statement<OwnNoticeRow>(`
  select id, ${ABOUT} as about, channel, state, to_address as address, created_at as at from messages
  where subject_type = 'account' and subject_id = $1 and ($2::text is null or id < $2) and ${ABOUT} is not null
  order by id desc limit $3`);

/** What was sent about an account, newest first. */
export async function listOwnNotices(
  queryable: Queryable,
  accountId: string,
  page: { readonly before: string | null; readonly limit: number },
): Promise<OwnNoticeRow[]> {
  return queryable.query(LIST, [accountId, page.before, page.limit]);
}
