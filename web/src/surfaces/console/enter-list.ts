import type { ViewList } from '@gatehouse/contract/saved-views';
import { redirect } from '@tanstack/react-router';
import { type Catalogue, needCatalogues } from '../../lib/i18n.tsx';

type Entered = { cause: string; search: object; params: { org: string } };

/** Before a list is shown: its texts; and entered without any filter, it opens with the view that its person has chosen. */
export function enterList(list: ViewList, catalogues: readonly Catalogue[]) {
  return async (entered: Entered): Promise<void> => {
    const [href] = await Promise.all([findDefault(list, entered), needCatalogues(catalogues)]);
    if (href) throw redirect({ href, replace: true });
  };
}

async function findDefault(list: ViewList, { cause, search, params }: Entered): Promise<string | null> {
  if (cause !== 'enter' || Object.keys(search).length > 0) return null;
  const { findDefaultAddress } = await import('../../features/saved-views/default-view.ts');
  return findDefaultAddress(params.org, list);
}
