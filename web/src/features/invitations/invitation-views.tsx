import { useText } from '../../lib/i18n.tsx';
import { currentView, type View, Views } from '../../ui/views.tsx';
import { builtInViews } from './invitation-search.ts';
import { INVITATION_SEARCH, type InvitationSearch } from './invitation-search-names.ts';

/** The ways in which invitations are looked at most. */
export function InvitationViews({ search }: { search: InvitationSearch }) {
  const t = useText();
  const views: View[] = [
    { key: 'all', label: t('lists.view.all'), search: {} },
    ...builtInViews().map(({ name, search: of }) => ({ key: name, label: t(`lists.view.${name}`), search: of })),
  ];
  return <Views label={t('lists.views')} views={views} current={currentView(views, search, INVITATION_SEARCH)} />;
}
