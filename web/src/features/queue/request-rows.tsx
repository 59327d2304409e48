import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';
import { useCompanyFacts } from '../organizations/company-facts.tsx';
import type { CompanyApproval, JoinRequest } from './queue-queries.ts';
import { RowActions, type RowProps } from './row-actions.tsx';

/** A company that waits: what it says of itself, who asks, what they have proven, who invited them, what is odd. */
export function CompanyRow({ request, org, row }: { request: CompanyApproval; org: string; row: RowProps }) {
  const t = useText();
  const { company, person, invitation, warnings, differentCompanyReason } = request;
  const name = company.name ?? '';
  const facts = useCompanyFacts(company).filter(({ label }) => label !== t('console.company.name'));
  return (
    <Row name={name} row={row}>
      <div className="flex flex-col gap-0.5">
        <h3 className="text-base">{name}</h3>
        <p>
          <span>{person.name}</span>
          <Proofs request={request} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2 empty:hidden">
        {warnings.map(({ kind, names }) => (
          <State key={kind} tone="warning" icon="alert">
            {t(`queue.warning.${kind}`, { names: names.join(', ') })}
          </State>
        ))}
      </div>
      {differentCompanyReason ? (
        <p>
          <span className="text-muted">{t('queue.different')}</span> <q>{differentCompanyReason}</q>
        </p>
      ) : null}
      {request.note ? <Note text={request.note} /> : null}
      <FactList facts={facts} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
        <span className="inline-flex gap-1.5">
          <span className="shrink-0">{t('queue.since')}</span> <Time at={request.requestedAt} stacked={false} />
        </span>
        <Link to="/console/$org/invitations/$id" params={{ org, id: invitation.id }} className="link">
          {invitation.invitedBy ? t('queue.invited-by', { name: invitation.invitedBy }) : t('queue.invitation')}
        </Link>
      </p>
    </Row>
  );
}

function Proofs({ request: { person } }: { request: CompanyApproval }) {
  const t = useText();
  return (
    <span className="text-muted">
      {person.proofs.map(({ kind, shown }) => {
        const domain = shown.split('@').at(-1) ?? shown;
        return (
          <span
            key={shown}
          >{` · ${kind === 'email' ? t('queue.proof.email', { address: shown, domain }) : t('queue.proof.phone', { number: shown })}`}</span>
        );
      })}
    </span>
  );
}

/** Somebody who asks to join this company. */
export function PersonRow({ request, row }: { request: JoinRequest; row: RowProps }) {
  const t = useText();
  return (
    <Row name={request.name} row={row}>
      <div className="flex flex-col gap-0.5">
        <h3 className="text-base">{request.name}</h3>
        <p className="text-muted">{request.email}</p>
      </div>
      {request.note ? <Note text={request.note} /> : null}
      <p className="inline-flex gap-1.5 text-meta text-muted">
        <span className="shrink-0">{t('queue.since')}</span> <Time at={request.requestedAt} stacked={false} />
      </p>
    </Row>
  );
}

function Note({ text }: { text: string }) {
  return <blockquote className="border-l-3 border-control pl-3 whitespace-pre-line">{text}</blockquote>;
}

function Row({ name, row, children }: { name: string; row: RowProps; children: ReactNode }) {
  const t = useText();
  return (
    <li
      data-row={row.rowKey}
      // The keys j and k bring the focus here.
      tabIndex={-1}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-3 border-b border-border py-4 first:pt-1 last:border-b-0 last:pb-1 md:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      <span className="flex min-h-6 items-center self-start">
        <input
          type="checkbox"
          checked={row.selected}
          onChange={row.onSelect}
          disabled={row.decision !== undefined && row.decision.state !== 'refused'}
          aria-label={t('queue.select', { name })}
          className="size-6 accent-brand"
        />
      </span>
      <div className="flex min-w-0 flex-col gap-2">{children}</div>
      <RowActions name={name} row={row} />
    </li>
  );
}
