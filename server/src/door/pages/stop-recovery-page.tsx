import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { type PressView, pressPage } from '../parts/press-page.tsx';

/** "This was not me": a request for a new start is stopped. */
export type StopRecoveryView = PressView;

export function stopRecoveryPage(context: DoorContext, view: StopRecoveryView): PageModel {
  const { t } = context;
  const texts = {
    heading: t('door.stop-recovery.heading'),
    press: t('door.stop-recovery.press'),
    done: t('door.stop-recovery.done'),
    doneText: t('door.stop-recovery.done-text'),
    next: t('common.action.sign-in'),
  };
  return pressPage(context, view, {
    texts,
    next: '/sign-in?returnTo=/portal/security',
    children: <p>{t('door.stop-recovery.text')}</p>,
  });
}
