import { Link } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { type Translate, useText } from '../../lib/i18n.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Time } from '../../ui/time.tsx';
import { DiagnosisLink } from '../diagnosis/diagnosis-link.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { type AuditEvent, fieldChanges } from './audit-event.ts';

/** The text of a key, or the plain word where a newer release has written something that this page does not know. */
function useKnownText(): (key: string, word: string) => string {
  const intl = useIntl();
  return (key, word) => (intl.messages[key] ? intl.formatMessage({ id: key }) : word);
}

export function useAuditColumns(): Column<AuditEvent>[] {
  const t = useText();
  const known = useKnownText();
  const { slug } = useConsoleOrganization();
  return [
    {
      key: 'action',
      header: t('audit.action'),
      plain: true,
      cell: (event) => (
        <div className="flex flex-col gap-1">
          <span className="font-semibold">{known(`audit.action.${event.action}`, event.action)}</span>
          <Details event={event} t={t} />
        </div>
      ),
    },
    { key: 'time', header: t('common.word.time'), cell: ({ at }) => <Time at={at} /> },
    { key: 'actor', header: t('audit.actor'), cell: (event) => <Actor event={event} t={t} /> },
    { key: 'subject', header: t('audit.subject'), cell: (event) => <Subject event={event} org={slug} /> },
  ];
}

const NARROW = 'wrap-anywhere';

function Actor({ event: { actor }, t }: { event: AuditEvent; t: Translate }) {
  const name = actor.name || t(`audit.who.${actor.type}`);
  if (!actor.id) return <span>{name}</span>;
  return <FilterLink name="actor" value={actor.id} label={name} title={t('audit.only-actor', { name })} />;
}

function Subject({ event: { subject, leadsTo }, org }: { event: AuditEvent; org: string }) {
  const t = useText();
  const known = useKnownText();
  const kind = known(`audit.subject.${subject.type}`, subject.type);
  const { memberId, invitationId, address } = leadsTo;
  const person = address ?? memberId ?? invitationId;
  return (
    <div className="flex flex-col items-start">
      <FilterLink
        name="subject"
        value={subject.id ?? ''}
        label={subject.name || kind}
        title={t('audit.only-subject')}
      />
      {subject.name ? <span className="text-meta text-muted">{kind}</span> : null}
      {memberId ? (
        <Link
          to="/console/$org/people/$id"
          params={{ org, id: memberId }}
          className="inline-flex min-h-6 items-center text-meta text-link"
        >
          {t('audit.open.member')}
        </Link>
      ) : null}
      {invitationId ? (
        <Link
          to="/console/$org/invitations/$id"
          params={{ org, id: invitationId }}
          className="inline-flex min-h-6 items-center text-meta text-link"
        >
          {t('audit.open.invitation')}
        </Link>
      ) : null}
      {person ? <DiagnosisLink address={person} /> : null}
    </div>
  );
}

function FilterLink({ name, value, label, title }: { name: string; value: string; label: string; title: string }) {
  return (
    <Link
      to="."
      search={(before: object) => ({ ...before, [name]: value, cursor: undefined })}
      title={title}
      className={`${NARROW} text-link`}
    >
      {label}
    </Link>
  );
}

/** Opens in its place: what changed, from where, and by which request. */
function Details({ event, t }: { event: AuditEvent; t: Translate }) {
  const known = useKnownText();
  const changes = fieldChanges(event.change);
  return (
    <details className="text-meta">
      <summary className="w-fit cursor-pointer py-1 text-link">{t('audit.details')}</summary>
      <div className={`flex flex-col gap-3 py-2 ${NARROW}`}>
        {changes.length > 0 ? (
          <div className="flex flex-col gap-1">
            <h3 className="font-semibold">{t('audit.change')}</h3>
            <FactList
              facts={changes.map((change) => ({
                label: known(`audit.field.${change.field}`, change.field),
                value: <Change {...change} t={t} />,
              }))}
            />
          </div>
        ) : null}
        <FactList
          facts={[
            { label: t('audit.ip'), value: event.ip },
            { label: t('audit.request'), value: event.requestId },
            { label: t('audit.object'), value: event.subject.id },
            { label: t('audit.seal'), value: t(event.sealed ? 'audit.seal.yes' : 'audit.seal.no') },
          ]}
        />
      </div>
    </details>
  );
}

function Change({ before, after, t }: { before: string | undefined; after: string; t: Translate }) {
  if (before === undefined) return <span>{after}</span>;
  return (
    <span className="flex flex-col">
      <span>{t('audit.before', { value: before })}</span>
      <span>{t('audit.after', { value: after })}</span>
    </span>
  );
}
