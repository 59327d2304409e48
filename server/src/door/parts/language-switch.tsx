import { LOCALE_NAMES } from '@gatehouse/contract/locales';
import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import { MAIN_FORM } from './form.tsx';
import { GlobeIcon } from './icons.tsx';

/**
 * The languages in their own names. On a page with a form each of them submits that form, so that what was typed
 * comes back in the new language; elsewhere it is a link.
 */
export function LanguageSwitch({ context, hasForm }: { context: DoorContext; hasForm: boolean }): ReactNode {
  const others = context.brand.languages.filter((locale) => locale !== context.locale);
  if (others.length === 0) return null;
  const separator = context.path.includes('?') ? '&' : '?';
  return (
    <details className="languages" data-menu="">
      <summary>
        <GlobeIcon />
        <span className="unseen">{context.t('common.language')}: </span>
        <span>{LOCALE_NAMES[context.locale]}</span>
      </summary>
      <ul>
        {others.map((locale) => (
          <li key={locale} lang={locale}>
            {hasForm ? (
              <button type="submit" name="lang" value={locale} form={MAIN_FORM} formNoValidate={true}>
                {LOCALE_NAMES[locale]}
              </button>
            ) : (
              <a href={`${context.path}${separator}lang=${locale}`} hrefLang={locale}>
                {LOCALE_NAMES[locale]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
