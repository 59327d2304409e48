import { LOCALE_NAMES, LOCALES } from '@gatehouse/contract/locales';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useBrand } from '../../lib/brand.ts';
import { switchLocale, useLocale, useText } from '../../lib/i18n.tsx';
import { readRecent } from '../../lib/recent.ts';
import { stringifySearch } from '../../lib/search.ts';
import { setTheme, THEMES } from '../../lib/theme.ts';
import { isSecret } from '../diagnosis/diagnosis-queries.ts';
import { askAbout } from '../diagnosis/secret-question.ts';
import { SHOW_KEYS } from '../keys/list-keys.tsx';
import { addressOfView, VIEW_ROOMS, viewsQuery } from '../saved-views/view-queries.ts';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useSession, useUpdateSession } from '../sessions/session.ts';
import { type Entry, isIdentifier, type PaletteRoom } from './entries.ts';

/** Where somebody can go and what they can do, by what they may. */
export function useEntries(rooms: readonly PaletteRoom[]): Entry[] {
  return [...useRecent(), ...useViews(rooms), ...usePages(rooms), ...useActions(), ...useSwitches()];
}

function useBase(): string {
  return `/console/${encodeURIComponent(useConsoleOrganization().slug)}`;
}

function useRecent(): Entry[] {
  const { slug } = useConsoleOrganization();
  return readRecent(slug).map(({ href, label, detail }) => ({
    key: `recent:${href}`,
    group: 'recent',
    icon: 'clock',
    label,
    detail,
    href,
  }));
}

function usePages(rooms: readonly PaletteRoom[]): Entry[] {
  const t = useText();
  const base = useBase();
  const own = [
    ['/portal', 'portal.title', 'home'],
    ['/portal/profile', 'portal.profile.title', 'people'],
    ['/portal/security', 'portal.security.title', 'shield'],
    ['/portal/devices', 'portal.devices.title', 'device'],
  ] as const;
  return [
    ...rooms.map(
      ({ path, label, icon }): Entry => ({
        key: `page:${path}`,
        group: 'pages',
        icon,
        label: t(label),
        words: path,
        href: `${base}/${path}`,
      }),
    ),
    ...own.map(
      ([href, label, icon]): Entry => ({
        key: `page:${href}`,
        group: 'pages',
        icon,
        label: t(label),
        words: href,
        href,
      }),
    ),
  ];
}

function useViews(rooms: readonly PaletteRoom[]): Entry[] {
  const t = useText();
  const base = useBase();
  const { slug, may } = useConsoleOrganization();
  const { data = [] } = useQuery({ ...viewsQuery(slug), enabled: may('views.read') });
  return data.map((view) => ({
    key: `view:${view.id}`,
    group: 'views',
    icon: 'star',
    label: view.name,
    detail: t(rooms.find(({ path }) => path === VIEW_ROOMS[view.list])?.label ?? 'lists.views'),
    href: `${base}/${VIEW_ROOMS[view.list]}${stringifySearch(addressOfView(view))}`,
  }));
}

const ACTIONS = [
  ['console.invitations.new', 'plus', 'invitations.create', '/invitations/new', 'invite new company'],
  ['console.people.invite', 'plus', 'invitations.create', '/invitations/new?kind=member', 'invite new member'],
  ['palette.import', 'up', 'invitations.import', '/imports/new', 'import file csv excel'],
] as const;

function useActions(): Entry[] {
  const t = useText();
  const base = useBase();
  const { may } = useConsoleOrganization();
  const keys: Entry = {
    key: 'action:keys',
    group: 'actions',
    icon: 'info',
    label: t('palette.shortcuts'),
    words: 'keyboard shortcuts keys ?',
    run: () => document.dispatchEvent(new Event(SHOW_KEYS)),
  };
  const ways = ACTIONS.filter(([, , ability]) => may(ability)).map(
    ([label, icon, , path, words]): Entry => ({
      key: `action:${path}`,
      group: 'actions',
      icon,
      label: t(label),
      words,
      href: base + path,
    }),
  );
  return [...ways, keys];
}

/** Organization, language and theme. */
function useSwitches(): Entry[] {
  const t = useText();
  const locale = useLocale();
  const { languages } = useBrand();
  const { memberships } = useSession();
  const { organization } = useConsoleOrganization();
  const update = useUpdateSession();
  const navigate = useNavigate();
  const organizations = memberships
    .filter((one) => one.organization.id !== organization.id)
    .map(
      ({ organization: { id, slug, name } }): Entry => ({
        key: `organization:${id}`,
        group: 'actions',
        icon: 'building',
        label: t('palette.organization', { name }),
        words: 'switch organization',
        run: () => {
          update.mutate({ organization: id });
          void navigate({ to: '/console/$org', params: { org: slug } });
        },
      }),
    );
  const tongues = LOCALES.filter((one) => one !== locale && languages.includes(one)).map(
    (one): Entry => ({
      key: `language:${one}`,
      group: 'actions',
      icon: 'globe',
      label: t('palette.language', { name: LOCALE_NAMES[one] }),
      words: `language ${one}`,
      run: () => {
        void switchLocale(one);
        update.mutate({ locale: one });
      },
    }),
  );
  const themes = THEMES.map(
    (theme): Entry => ({
      key: `theme:${theme}`,
      group: 'actions',
      icon: 'palette',
      label: t('palette.theme', { name: t(`portal.theme.${theme}`) }),
      words: `theme ${theme}`,
      run: () => setTheme(theme),
    }),
  );
  return [...organizations, ...tongues, ...themes];
}

/** "Why can't they get in?" with whatever was typed. What may be a secret goes into no address. */
export function useQuestion(typed: string): Entry[] {
  const t = useText();
  const { may, slug } = useConsoleOrganization();
  const navigate = useNavigate();
  const text = typed.trim();
  if (text === '' || !may('diagnosis.read')) return [];
  const secret = isSecret(text);
  const run = () => {
    askAbout(secret ? text : '');
    const search = secret ? {} : { identifier: text };
    void navigate({ to: '/console/$org/diagnosis', params: { org: slug }, search });
  };
  const detail = secret ? t('palette.secret') : text;
  const group = secret || isIdentifier(text) ? 'asked' : 'otherwise';
  return [{ key: 'ask', group, icon: 'search', label: t('console.diagnosis.title'), detail, run }];
}
