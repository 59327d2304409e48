import { type DoorContext, emptyForm } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** What a notice was about. Pressed by a person, never by the opening of the link. */
export type NotMeView =
  | { readonly kind: string; readonly since: Date; readonly action: string }
  | { readonly isDone: true };

export function notMePage(context: DoorContext, view: NotMeView): PageModel {
  const { t, timeZone } = context;
  if ('isDone' in view) {
    return {
      heading: t('door.not-me.done'),
      body: (
        <>
          <p>{t('door.not-me.done-text')}</p>
          <p className="actions">
            <a href="/sign-in?returnTo=/portal/profile" className="primary">
              {t('common.action.sign-in')}
            </a>
          </p>
        </>
      ),
    };
  }
  const at = t.date(view.since, { style: 'dateTime', ...(timeZone ? { timeZone } : {}) });
  return {
    heading: t('door.not-me.heading'),
    form: readForm(context, emptyForm, { fields: [] }),
    body: (
      <>
        <p>{t('door.not-me.about', { event: t(`mail.M08.${view.kind}.subject`), at })}</p>
        <p>{t('door.not-me.effect')}</p>
        <MainForm action={view.action}>
          <PrimaryButton>{t('door.not-me.press')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
