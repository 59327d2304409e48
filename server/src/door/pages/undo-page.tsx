import type { UndoView } from '../../features/sign-in/index.ts';
import { type DoorContext, emptyForm } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** What a change of an address is taken back by: a press of a person, never the opening of the link. */
export type UndoPageView = { readonly change: UndoView; readonly action: string } | { readonly isDone: true };

export function undoPage(context: DoorContext, view: UndoPageView): PageModel {
  const { t } = context;
  if ('isDone' in view) {
    return {
      heading: t('door.undo.done'),
      body: (
        <>
          <p>{t('door.undo.done-text')}</p>
          <p className="actions">
            <a href="/sign-in?returnTo=/portal/profile" className="primary">
              {t('common.action.sign-in')}
            </a>
          </p>
        </>
      ),
    };
  }
  const { act, kind, address } = view.change;
  return {
    heading: t('door.undo.heading'),
    form: readForm(context, emptyForm, { fields: [] }),
    body: (
      <>
        <p>{t(`door.undo.${act}`, { kind, address })}</p>
        <p>{t('door.undo.effect')}</p>
        <MainForm action={view.action}>
          <PrimaryButton>{t('door.undo.press')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
