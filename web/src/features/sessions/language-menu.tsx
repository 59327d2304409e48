import { LOCALE_NAMES, LOCALES, type Locale } from '@gatehouse/contract/locales';
import { useBrand } from '../../lib/brand.ts';
import { switchLocale, useLocale, useText } from '../../lib/i18n.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { useUpdateSession } from './session.ts';

/** Those that are offered, and the one that is read already. */
function options(offered: readonly Locale[], shown: Locale) {
  return LOCALES.filter((locale) => offered.includes(locale) || locale === shown).map((locale) => ({
    value: locale,
    label: LOCALE_NAMES[locale],
    lang: locale,
  }));
}

/** The languages in their own words. The choice is shown at once and kept with the account. */
export function LanguageMenu() {
  const t = useText();
  const locale = useLocale();
  const { languages } = useBrand();
  const update = useUpdateSession();
  const choose = (chosen: Locale) => {
    void switchLocale(chosen);
    update.mutate({ locale: chosen });
  };
  return (
    <Menu trigger={<IconButton icon="globe" label={t('common.language')} />}>
      <MenuChoice label={t('common.language')} value={locale} onChange={choose} options={options(languages, locale)} />
    </Menu>
  );
}
