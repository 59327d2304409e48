import { useText } from '../../lib/i18n.tsx';
import { ListViews } from '../saved-views/list-views.tsx';
import { builtInViews } from './invitation-search.ts';
import { INVITATION_SEARCH, type InvitationSearch } from './invitation-search-names.ts';

type Props = { search: InvitationSearch; columns: readonly { key: string; header: string }[] };

/** The ways in which invitations are looked at most, and those that somebody has kept. */
export function InvitationViews({ search, columns }: Props) {
  const t = useText();
  const builtIn = builtInViews().map(({ name, search: of }) => ({
    key: name,
    label: t(`lists.view.${name}`),
    search: of,
  }));
  return <ListViews list="invitations" search={search} names={INVITATION_SEARCH} builtIn={builtIn} columns={columns} />;
}
