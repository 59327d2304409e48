import { MOST_DAYS_ASIDE } from '@gatehouse/contract/invitations';
import { useState } from 'react';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { DAY, momentOf, wallTime, zoneName } from '../../lib/time.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { InvitationRefused } from './invitation-refused.tsx';

/** Tomorrow, at the beginning of a working day. */
function proposed(timeZone: string | undefined): string {
  return `${wallTime(new Date(Date.now() + DAY), timeZone).slice(0, 10)}T09:00`;
}

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** When it is to leave so far. */
  at?: string;
  busy: boolean;
  /** What the server says of the time, and of anything else. */
  error: string | null;
  refused: Error | null;
  onChoose: (sendAt: string) => void;
};

/** Asks when an invitation is to leave, by the clocks of the organization. */
export function SendLaterDialog({ open, onOpenChange, at, busy, error, refused, onChoose }: Props) {
  const t = useText();
  const locale = useLocale();
  const { slug, organization } = useConsoleOrganization();
  const zone = organization.timeZone || undefined;
  const [typed, setTyped] = useState(() => (at ? wallTime(new Date(at), zone) : proposed(zone)));
  const [missing, setMissing] = useState(false);
  const moment = momentOf(typed, zone);
  const name = zoneName(zone, moment ?? new Date(), locale);
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('console.invite.later-title')}
      text={t('console.invite.later-text')}
      action={t('console.invite.later-send')}
      busy={busy}
      onSubmit={() => {
        setMissing(moment === null);
        if (moment) onChoose(moment.toISOString());
      }}
    >
      <TextField
        id="send-at"
        label={t('console.invite.later-at')}
        hint={t(zone ? 'console.invite.later-zone' : 'console.invite.later-own-zone', { zone: name })}
        error={missing ? t('FIELD-REQUIRED') : error}
        type="datetime-local"
        min={wallTime(new Date(), zone)}
        max={wallTime(new Date(Date.now() + MOST_DAYS_ASIDE * DAY), zone)}
        value={typed}
        onChange={setTyped}
      />
      {refused ? <InvitationRefused error={refused} org={slug} /> : null}
    </FormDialog>
  );
}
