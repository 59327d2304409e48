import type { Import } from '@gatehouse/contract/imports';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Translate, useText } from '../../lib/i18n.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-list.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { importsQuery } from './import-queries.ts';
import { ImportState } from './import-state.tsx';

const route = getRouteApi('/console/$org/imports');
type Listed = Omit<Import, 'sample' | 'columns' | 'mapping' | 'seats'>;

export function ImportListPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const { cursor } = route.useSearch();
  const query = useQuery({ ...importsQuery(slug, cursor), enabled: may('invitations.import') });
  if (!may('invitations.import')) {
    return (
      <Page title={t('console.imports.title')}>
        <NoPermission />
      </Page>
    );
  }
  const begin = (
    <ButtonLink look="primary" icon="plus" to="/console/$org/imports/new" params={{ org: slug }}>
      {t('imports.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('console.imports.title')} actions={query.data?.items.length === 0 ? null : begin}>
      <ListView
        label={t('console.imports.title')}
        query={query}
        columns={columns(t, slug)}
        paged={Boolean(cursor)}
        empty={{ icon: 'up', title: t('imports.empty.title'), text: t('imports.empty.text'), action: begin }}
      />
    </Page>
  );
}

function columns(t: Translate, org: string): Column<Listed>[] {
  return [
    {
      key: 'file',
      header: t('imports.file'),
      plain: true,
      cell: (item) => (
        <Link
          to="/console/$org/imports/$id"
          params={{ org, id: item.id }}
          className="font-semibold wrap-anywhere text-ink no-underline after:absolute after:inset-0 hover:underline"
        >
          {item.fileName || t('imports.pasted')}
        </Link>
      ),
    },
    { key: 'state', header: t('common.word.state'), cell: (item) => <ImportState state={item.state} /> },
    {
      key: 'rows',
      header: t('imports.rows'),
      cell: (item) => <span className="tabular-nums">{t('imports.number', { count: item.rows })}</span>,
    },
    { key: 'by', header: t('imports.by'), wide: true, cell: (item) => <span>{item.createdBy?.name ?? '–'}</span> },
    { key: 'at', header: t('imports.at'), cell: (item) => <Time at={item.createdAt} /> },
  ];
}
