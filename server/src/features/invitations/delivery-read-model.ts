import { type Queryable, statement } from '../../platform/database/database.ts';

export type ChannelState = { channel: 'email' | 'sms'; state: string };

const NEWEST = statement<ChannelState>(`
  select distinct on (channel) channel, state from messages
  where subject_type = 'invitation' and subject_id = $1 order by channel, id desc`);

/** Where the newest message of each channel is. */
export function listChannelStates(queryable: Queryable, invitationId: string): Promise<ChannelState[]> {
  return queryable.query(NEWEST, [invitationId]);
}

const SENT_TO = statement<{ address: string }>(`
  select distinct to_address as address from messages where subject_type = 'invitation' and subject_id = $1`);

/** Every address and number that messages of an invitation went to, also before it was corrected or handed over. */
export async function listAddressesSentTo(queryable: Queryable, invitationId: string): Promise<string[]> {
  return (await queryable.query(SENT_TO, [invitationId])).map(({ address }) => address);
}
