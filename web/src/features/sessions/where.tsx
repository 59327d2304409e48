import type { Place } from '@gatehouse/contract/places';
import { useLocale } from '../../lib/i18n.tsx';
import { placeName } from './place-name.ts';

/** The place of an address; nothing where it is not known. */
export function Where({ place }: { place: Place | null }) {
  const name = placeName(place, useLocale());
  return name ? <span className="text-meta text-muted">{name}</span> : null;
}
