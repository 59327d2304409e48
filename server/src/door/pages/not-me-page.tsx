import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { pressPage } from '../parts/press-page.tsx';

/** What a notice was about. */
export type NotMeView =
  | { readonly kind: string; readonly since: Date; readonly action: string }
  | { readonly isDone: true };

export function notMePage(context: DoorContext, view: NotMeView): PageModel {
  const { t, timeZone } = context;
  const texts = {
    heading: t('door.not-me.heading'),
    press: t('door.not-me.press'),
    done: t('door.not-me.done'),
    doneText: t('door.not-me.done-text'),
    next: t('common.action.sign-in'),
  };
  const about = (kind: string, since: Date) =>
    t('door.not-me.about', {
      event: t(`mail.M08.${kind}.subject`),
      at: t.date(since, { style: 'dateTime', ...(timeZone ? { timeZone } : {}) }),
    });
  const children =
    'isDone' in view ? null : (
      <>
        <p>{about(view.kind, view.since)}</p>
        <p>{t('door.not-me.effect')}</p>
      </>
    );
  return pressPage(context, view, { texts, next: '/sign-in?returnTo=/portal/profile', children });
}
