import type { Overview } from '@gatehouse/contract/overview';
import { Link } from '@tanstack/react-router';
import { countryName } from '../../lib/countries.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { relativeTime } from '../../lib/time.ts';
import { useNow } from '../../lib/use-now.ts';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';

type Item = Overview['needsAttention'][number];

const URGENT: readonly Item['kind'][] = ['alerts', 'codes-unverified', 'bounced', 'mail-stopped', 'seats-full'];

/** What waits for somebody, each with the way to where it is mended. */
export function AttentionPanel({ items, org }: { items: readonly Item[]; org: string }) {
  const t = useText();
  return (
    <Panel title={t('overview.attention')}>
      {items.length === 0 ? <p className="text-muted">{t('overview.attention.none')}</p> : null}
      <ul className="flex flex-col">
        {items.map((item) => (
          <AttentionRow key={`${item.kind} ${item.params?.country}`} item={item} org={org} />
        ))}
      </ul>
    </Panel>
  );
}

function AttentionRow({ item, org }: { item: Item; org: string }) {
  const t = useText();
  const locale = useLocale();
  const now = useNow();
  const urgent = URGENT.includes(item.kind);
  const { country, ...words } = item.params ?? {};
  const params = {
    ...words,
    ...(country ? { country: countryName(String(country), locale) } : {}),
    count: item.count,
    when: relativeTime(item.oldestAt, now, locale),
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-border py-2.5 last:border-b-0">
      <span className="min-w-16">
        <State tone={urgent ? 'danger' : 'warning'} icon={urgent ? 'alert' : 'clock'}>
          {new Intl.NumberFormat(locale).format(item.count)}
        </State>
      </span>
      <span className="min-w-44 flex-1">{t(`overview.attention.${item.kind}`, params)}</span>
      <Link
        to={`/console/$org/${item.room}` as '/console/$org/invitations'}
        params={{ org }}
        search={item.query}
        className="inline-block py-1 text-link underline"
      >
        {t(`overview.attention.${item.kind}.action`)}
      </Link>
    </li>
  );
}
