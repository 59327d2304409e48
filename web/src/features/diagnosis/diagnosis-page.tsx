import type { Diagnosis } from '@gatehouse/contract/diagnosis';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { unplaced } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { CheckList } from './check-list.tsx';
import { CopyReport } from './copy-report.tsx';
import { diagnosisQuery, isSecret, SENDS, useFix } from './diagnosis-queries.ts';
import { useSecretQuestion } from './secret-question.ts';
import { VerdictPanel } from './verdict-panel.tsx';

const PagePicture = lazy(() => import('./page-picture.tsx').then((parts) => ({ default: parts.PagePicture })));
const route = getRouteApi('/console/$org/diagnosis');

/** "Why can't they get in?": one box, one sentence, one button that helps, and what was looked at. */
export function DiagnosisPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { identifier: linked = '' } = route.useSearch();
  const [secret, setSecret] = useSecretQuestion();
  const identifier = secret || linked;
  const locale = useLocale();
  const navigate = useNavigate();
  const fix = useFix((moved) => {
    setSecret('');
    void navigate({ to: '.', search: { identifier: moved } });
  });
  const allowed = may('diagnosis.read');
  const query = useQuery({
    ...diagnosisQuery(slug, identifier, locale),
    enabled: allowed && identifier !== '',
    placeholderData: keepPreviousData,
  });
  if (!allowed) {
    return (
      <Page title={t('diagnosis.title')}>
        <NoPermission />
      </Page>
    );
  }
  const found = identifier === '' ? undefined : query.data;
  return (
    <Page
      title={t('diagnosis.title')}
      text={t('diagnosis.text')}
      actions={found ? <CopyReport report={found.report} /> : null}
    >
      <SearchForm
        key={identifier}
        value={identifier}
        onSearch={(text) => {
          fix.reset();
          setSecret(isSecret(text) ? text : '');
        }}
      />
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {fix.isSuccess ? (
        <Notice tone="success" title={t(SENDS.has(fix.variables.action) ? 'diagnosis.done-sent' : 'diagnosis.done')} />
      ) : null}
      {fix.isError && (fix.variables.action !== 'correct-address' || unplaced(fix.error)) ? (
        <ProblemNotice error={fix.error} />
      ) : null}
      {query.isPending && identifier !== '' ? <Skeleton rows={8} /> : null}
      {found ? <Found {...{ found, fix, identifier }} onUse={() => setSecret('')} /> : null}
      <p className="text-meta text-muted">{t('diagnosis.recorded')}</p>
    </Page>
  );
}

function SearchForm({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [text, setText] = useState(value);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const identifier = text.trim();
    onSearch(identifier);
    void navigate({ to: '.', search: { identifier: isSecret(identifier) ? undefined : identifier || undefined } });
  };
  return (
    <search>
      <form onSubmit={search} className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={t('diagnosis.search')}
          placeholder={t('diagnosis.search')}
          value={text}
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          className="min-h-control min-w-0 flex-1 rounded-control border border-control bg-surface px-3 py-1.5 text-ink text-ellipsis placeholder:text-muted max-sm:basis-full sm:max-w-lg pointer-coarse:text-base"
        />
        <Button type="submit" icon="search">
          {t('diagnosis.check')}
        </Button>
      </form>
    </search>
  );
}

type FoundProps = { found: Diagnosis; fix: ReturnType<typeof useFix>; identifier: string; onUse: () => void };

function Found({ found, fix, identifier, onUse }: FoundProps) {
  const t = useText();
  return (
    <>
      <VerdictPanel found={found} fix={fix} />
      {found.nearMatches.length > 0 ? (
        <NearMatches
          found={found}
          onUse={() => {
            fix.reset();
            onUse();
          }}
        />
      ) : null}
      <Seen found={found} identifier={identifier} />
      <Panel title={t('diagnosis.checked')}>
        <CheckList checks={found.checks} />
      </Panel>
    </>
  );
}

/** Nothing has come to somebody whose message is still on its way, or came back. */
const UNREACHED = new Set<Diagnosis['verdict']['code']>(['queued', 'not-delivered', 'bounced']);

function Seen({ found, identifier }: { found: Diagnosis; identifier: string }) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const { seenByThem: seen, verdict } = found;
  if (!seen && !UNREACHED.has(verdict.code)) return null;
  return (
    <Panel title={t('diagnosis.seen')}>
      <p className="mb-3 max-w-prose">
        {seen ? <span>{`${seen.text} ${seen.where}`}</span> : <span>{t('diagnosis.seen-nothing')}</span>}
      </p>
      {seen ? (
        <Suspense fallback={<Skeleton rows={6} />}>
          <PagePicture org={slug} identifier={identifier} seen={seen} />
        </Suspense>
      ) : null}
    </Panel>
  );
}

/** Whoever was meant is most likely one of these: their button is the one to press, not the one that invites a misspelt address. */
function NearMatches({ found, onUse }: { found: Diagnosis; onUse: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const use = (identifier: string) => {
    onUse();
    void navigate({ to: '.', search: { identifier } });
  };
  return (
    <Panel title={t('diagnosis.near')} text={t('diagnosis.near-text')}>
      <ul className="divide-y divide-border">
        {found.nearMatches.map(({ identifier, name, why }, place) => (
          <li key={identifier} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
            <div className="min-w-0">
              <p className="font-semibold wrap-anywhere">{identifier}</p>
              <p className="text-muted">{name ? `${name} · ${why}` : why}</p>
            </div>
            <Button
              look={place === 0 ? 'primary' : 'secondary'}
              onClick={() => use(identifier)}
              aria-label={t('diagnosis.use', { address: identifier })}
            >
              {t('diagnosis.check')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
