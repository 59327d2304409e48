import { type ShownBrand, shownBrandRoutes } from '@gatehouse/contract/brand-look';
import { LOCALES } from '@gatehouse/contract/locales';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import { call } from './api.ts';
import { queryClient } from './query-client.ts';
import { serverInfoQuery } from './server-info.ts';

export type Dress = Pick<ShownBrand, 'productName' | 'look' | 'languages'>;

/** How the organizations look that the caller belongs to. */
export const brandsQuery = queryOptions({
  queryKey: ['brands'],
  staleTime: 60_000,
  queryFn: ({ signal }) => call(shownBrandRoutes.shown, { signal }),
});

const state = { organization: null as string | null, listeners: new Set<() => void>() };

/** Nobody waits longer for a stylesheet than this, in milliseconds: the house's colours are there already. */
const PATIENCE = 1500;

/** Dresses the page in the brand of an organization; done when its colours are there. */
export async function showBrand(organization: string | null): Promise<void> {
  const brands = await queryClient.ensureQueryData(brandsQuery).catch(() => ({ items: [] }));
  state.organization = organization;
  const look = brands.items.find((brand) => brand.organization === organization)?.look;
  await Promise.race([putOn(look?.stylesheet ?? null, look?.icon?.src ?? null), pause(PATIENCE)]);
  for (const listener of state.listeners) listener();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const HOUSE_ICON = '/app/icon.svg';

async function putOn(stylesheet: string | null, icon: string | null): Promise<void> {
  document.querySelector('link[rel="icon"]')?.setAttribute('href', icon ?? HOUSE_ICON);
  const worn = document.querySelector('link[data-brand]');
  if (worn?.getAttribute('href') === stylesheet) return;
  if (stylesheet !== null) {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.dataset.brand = '';
    const there = new Promise((resolve) => {
      link.onload = resolve;
      link.onerror = resolve;
    });
    link.href = stylesheet;
    document.head.append(link);
    await there;
  }
  worn?.remove();
}

/** What is shown instead of what is saved, where a part of the page is looked at before. */
export const BrandContext = createContext<Dress | null>(null);

function subscribe(listener: () => void): () => void {
  state.listeners.add(listener);
  return () => state.listeners.delete(listener);
}

/** How the organization looks that is worked in; before that, what this installation calls itself. */
export function useBrand(): Dress {
  const draft = useContext(BrandContext);
  const organization = useSyncExternalStore(subscribe, () => state.organization);
  const brands = useQuery(brandsQuery).data?.items;
  const house = useQuery(serverInfoQuery).data;
  const own = brands?.find((brand) => brand.organization === organization);
  return draft ?? own ?? { productName: house?.productName ?? 'Gatehouse', look: null, languages: [...LOCALES] };
}
