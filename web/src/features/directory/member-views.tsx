import { MEMBER_VIEWS } from '@gatehouse/contract/member-filters';
import { useText } from '../../lib/i18n.tsx';
import { ListViews } from '../saved-views/list-views.tsx';
import { MEMBER_SEARCH, type MemberSearch } from './member-search-names.ts';

type Props = { search: MemberSearch; columns: readonly { key: string; header: string }[] };

/** The ways in which people are looked at most, and those that somebody has kept. */
export function MemberViews({ search, columns }: Props) {
  const t = useText();
  const builtIn = MEMBER_VIEWS.map(({ name, search: of }) => ({
    key: name,
    label: t(`lists.view.${name}`),
    search: of,
  }));
  return <ListViews list="members" search={search} names={MEMBER_SEARCH} builtIn={builtIn} columns={columns} />;
}
