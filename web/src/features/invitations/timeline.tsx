import type { InvitationDetail } from '@gatehouse/contract/invitations';
import { useIntl } from 'react-intl';
import { exactTime } from '../../lib/time.ts';
import type { IconName } from '../../ui/icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Time } from '../../ui/time.tsx';

type Event = InvitationDetail['timeline'][number];

const GOOD: readonly string[] = ['delivered', 'address-verified', 'accepted', 'company-created'];
const BAD: readonly string[] = ['bounced', 'complained', 'abandoned', 'code-wrong', 'expired', 'revoked', 'declined'];

function look(event: string): [IconName, string] {
  if (GOOD.includes(event)) return ['check', 'bg-success-soft text-success'];
  if (BAD.includes(event)) return ['alert', 'bg-danger-soft text-danger'];
  return ['dot', 'bg-sunken text-muted'];
}

/** What happened, newest first. */
export function Timeline({ events }: { events: readonly Event[] }) {
  const newestFirst = events.toReversed();
  return (
    <ol className="flex flex-col gap-4">
      {newestFirst.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two equal events may share a moment
        <li key={`${event.at} ${index}`} className="flex gap-3">
          <TimelineEntry event={event} />
        </li>
      ))}
    </ol>
  );
}

function TimelineEntry({ event }: { event: Event }) {
  const intl = useIntl();
  const [icon, ink] = look(event.event);
  const { response, reason, company, before, after, channel, sendAt } = event.detail;
  const ofText = `console.timeline.sms-${event.event}`;
  const key = channel === 'sms' && intl.messages[ofText] ? ofText : `console.timeline.${event.event}`;
  const words = response ?? reason;
  return (
    <>
      <span className={`flex size-6 shrink-0 items-center justify-center rounded-full ${ink}`}>
        <Icon name={icon} className="size-3.5" />
      </span>
      <div className="flex min-w-0 flex-col">
        <span className="font-semibold">{intl.messages[key] ? intl.formatMessage({ id: key }) : event.event}</span>
        {event.actor ? <span className="text-muted">{event.actor}</span> : null}
        {company ? <span className="text-muted">{String(company)}</span> : null}
        {before && after ? <span className="break-words text-muted">{`${before} → ${after}`}</span> : null}
        {sendAt ? (
          <span className="text-muted">
            {intl.formatMessage({ id: 'console.invitation.leaves' }, { date: exactTime(String(sendAt), intl.locale) })}
          </span>
        ) : null}
        {words ? <q className="text-meta">{String(words)}</q> : null}
        <Time at={event.at} stacked={false} />
      </div>
    </>
  );
}
