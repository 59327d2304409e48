import { type DoorContext, emptyForm } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** "This was not me": a press of a person stops a request for a new start, never the opening of the link. */
export type StopRecoveryView = { readonly action: string } | { readonly isDone: true };

export function stopRecoveryPage(context: DoorContext, view: StopRecoveryView): PageModel {
  const { t } = context;
  if ('isDone' in view) {
    return {
      heading: t('door.stop-recovery.done'),
      body: (
        <>
          <p>{t('door.stop-recovery.done-text')}</p>
          <p className="actions">
            <a href="/sign-in?returnTo=/portal/security" className="primary">
              {t('common.action.sign-in')}
            </a>
          </p>
        </>
      ),
    };
  }
  return {
    heading: t('door.stop-recovery.heading'),
    form: readForm(context, emptyForm, { fields: [] }),
    body: (
      <>
        <p>{t('door.stop-recovery.text')}</p>
        <MainForm action={view.action}>
          <PrimaryButton>{t('door.stop-recovery.press')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
