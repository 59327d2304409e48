import { type Welcome, welcomeRoutes } from '@gatehouse/contract/organizations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { currentMembership, may, useSession } from '../sessions/session.ts';

type Item = Welcome['checklist'][number];
type Update = { done?: Item['item']; hidden?: boolean };

const KEY = ['welcome'];

/** What nobody can do who has no part in running the company. */
const OF_WHO_RUNS = new Set<Item['item']>(['company', 'invite']);

/** Checklist and links of the start; the checklist goes when it is done or hidden, the links stay. */
export function WelcomePanel() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call(welcomeRoutes.get, { signal }) });
  const update = useMutation({
    mutationFn: (body: Update) => call(welcomeRoutes.update, { body }),
    onSuccess: (answer) => client.setQueryData(KEY, answer),
  });
  const current = currentMembership(useSession());
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const given = query.data?.welcome;
  if (!given) return null;
  const runs = may(current, 'invitations.create');
  const welcome = { ...given, checklist: given.checklist.filter(({ item }) => runs || !OF_WHO_RUNS.has(item)) };
  const open = !welcome.hidden && welcome.checklist.some(({ done }) => !done);
  return (
    <div className="grid items-start gap-4 md:grid-cols-[repeat(auto-fit,minmax(22rem,1fr))]">
      {open ? <Checklist welcome={welcome} busy={update.isPending} onUpdate={(body) => update.mutate(body)} /> : null}
      {welcome.links.length > 0 ? <Links welcome={welcome} /> : null}
      {update.isError ? <ProblemNotice error={update.error} /> : null}
    </div>
  );
}

function Checklist({ welcome, busy, onUpdate }: { welcome: Welcome; busy: boolean; onUpdate: (body: Update) => void }) {
  const t = useText();
  const done = welcome.checklist.filter((item) => item.done).length;
  return (
    <Panel
      title={t('portal.checklist.title')}
      text={t('portal.checklist.progress', { done, count: welcome.checklist.length })}
      actions={
        <Button look="quiet" disabled={busy} onClick={() => onUpdate({ hidden: true })}>
          {t('portal.checklist.hide')}
        </Button>
      }
    >
      <ul className="divide-y divide-border">
        {welcome.checklist.map((item) => (
          <ChecklistItem key={item.item} item={item} busy={busy} onDone={() => onUpdate({ done: item.item })} />
        ))}
      </ul>
    </Panel>
  );
}

function ChecklistItem({ item, busy, onDone }: { item: Item; busy: boolean; onDone: () => void }) {
  const t = useText();
  const title = t(`portal.checklist.${item.item}`);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 last:pb-0">
      <span className="flex min-w-0 flex-1 basis-48 items-start gap-3">
        <span
          className={`flex size-6 shrink-0 items-center justify-center rounded-full ${
            item.done ? 'bg-success-soft text-success' : 'border-2 border-control'
          }`}
        >
          {item.done ? <Icon name="check" /> : null}
        </span>
        <span>
          <span className={item.done ? 'text-muted' : ''}>{title}</span>
          {item.done ? <span className="sr-only">{t('common.action.done')}</span> : null}
        </span>
      </span>
      {item.done ? null : (
        <span className="flex flex-wrap gap-2">
          {item.item === 'invite' ? <InviteLink /> : null}
          {item.item === 'profile' ? <ButtonLink to="/portal/profile">{t('common.action.open')}</ButtonLink> : null}
          <Button disabled={busy} onClick={onDone} aria-label={t('portal.checklist.mark', { item: title })}>
            {t('common.action.done')}
          </Button>
        </span>
      )}
    </li>
  );
}

function InviteLink() {
  const t = useText();
  const current = currentMembership(useSession());
  if (!current) return null;
  return (
    <ButtonLink
      to="/console/$org/invitations/new"
      params={{ org: current.organization.slug }}
      search={{ kind: 'member' }}
    >
      {t('common.action.invite')}
    </ButtonLink>
  );
}

function Links({ welcome }: { welcome: Welcome }) {
  const t = useText();
  const { host } = welcome;
  return (
    <Panel
      title={host ? t('portal.links.title', { name: host.name }) : t('portal.links.own')}
      {...(host?.contact ? { text: t('portal.links.contact', { contact: host.contact }) } : {})}
    >
      <ul className="grid gap-3 sm:grid-cols-2 md:grid-cols-1 xl:grid-cols-2">
        {welcome.links.map((link) => (
          <li key={link.url}>
            <a
              href={link.url}
              rel="noopener noreferrer"
              className="flex h-full flex-col rounded-control border border-border p-3 text-ink no-underline hover:bg-sunken"
            >
              <span className="flex items-start justify-between gap-2 font-semibold">
                <span>{link.title}</span>
                <Icon name="open" className="mt-1 size-4 text-muted" />
              </span>
              {link.description ? <span className="text-meta text-muted">{link.description}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
