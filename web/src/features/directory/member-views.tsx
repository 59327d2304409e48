import { MEMBER_VIEWS } from '@gatehouse/contract/member-filters';
import { useText } from '../../lib/i18n.tsx';
import { currentView, type View, Views } from '../../ui/views.tsx';
import { MEMBER_SEARCH, type MemberSearch } from './member-search-names.ts';

/** The ways in which people are looked at most. */
export function MemberViews({ search }: { search: MemberSearch }) {
  const t = useText();
  const views: View[] = [
    { key: 'all', label: t('lists.view.all'), search: {} },
    ...MEMBER_VIEWS.map(({ name, search: of }) => ({ key: name, label: t(`lists.view.${name}`), search: of })),
  ];
  return <Views label={t('lists.views')} views={views} current={currentView(views, search, MEMBER_SEARCH)} />;
}
