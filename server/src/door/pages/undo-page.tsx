import type { UndoView } from '../../features/sign-in/index.ts';
import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { pressPage } from '../parts/press-page.tsx';

/** What takes a change of an address back. */
export type UndoPageView = { readonly change: UndoView; readonly action: string } | { readonly isDone: true };

export function undoPage(context: DoorContext, view: UndoPageView): PageModel {
  const { t } = context;
  const texts = {
    heading: t('door.undo.heading'),
    press: t('door.undo.press'),
    done: t('door.undo.done'),
    doneText: t('door.undo.done-text'),
    next: t('door.undo.next'),
  };
  const children =
    'isDone' in view ? null : (
      <>
        <p>{t(`door.undo.${view.change.act}`, { kind: view.change.kind, address: view.change.address })}</p>
        <p>{t('door.undo.effect')}</p>
      </>
    );
  return pressPage(context, view, { texts, next: '/forgot', children });
}
