import { type Queryable, statement } from '../../platform/database/database.ts';

export type ChannelState = { channel: 'email' | 'sms'; state: string };

const NEWEST = statement<ChannelState>(`
  select distinct on (channel) channel, state from messages
  where subject_type = 'invitation' and subject_id = $1 order by channel, id desc`);

/** Where the newest message of each channel is. */
export function listChannelStates(queryable: Queryable, invitationId: string): Promise<ChannelState[]> {
  return queryable.query(NEWEST, [invitationId]);
}
