import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import type { DoorContext } from '../src/door/door-view.ts';
import { lookOf } from '../src/features/branding/domain/brand-look.ts';
import { stylesheetName } from '../src/features/branding/write-stylesheet.ts';
import { translator } from '../src/platform/i18n/translate.ts';

const NOW = new Date('2026-11-22T10:00:00Z');

/** A context of a fictitious organization. */
export function buildDoorContext(locale: Locale, overrides: Partial<DoorContext> = {}): DoorContext {
  return {
    locale,
    t: translator(locale),
    brand: {
      organizationName: 'Formosa Machine Tools',
      productName: 'Machine Room',
      supportContact: 'support@formosa.example',
      termsUrl: '/terms',
      privacyUrl: '/privacy',
      look: null,
      languages: LOCALES,
    },
    assets: { stylesheet: '/assets/door.css', script: '/assets/door.js', font: '/assets/golos-latin.woff2' },
    banner: null,
    path: '/here',
    now: NOW,
    timeZone: 'Asia/Taipei',
    ...overrides,
  };
}

const LOGO = { name: 'a.svg', src: '/brand/a.svg', width: 120, height: 30 };

/** With everything that an organization can choose, in a colour that is hard to read on. */
export function branded(context: DoorContext): DoorContext {
  const look = lookOf(
    {
      accent: '#ffe14d',
      corner: 16,
      poweredBy: true,
      logoLight: LOGO.name,
      logoDark: null,
      logoMail: null,
      icon: null,
    },
    [{ ...LOGO, bytes: 100 }],
    `/brand/${stylesheetName('#ffe14d', 16)}`,
  );
  return { ...context, brand: { ...context.brand, look } };
}
