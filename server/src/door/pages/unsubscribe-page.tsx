import type { DoorContext } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';

export type UnsubscribeView = { organization: string; address: string; action: string; isDone: boolean };

/** "Do not invite me again": a press of a person, never the opening of the link, does it (RFC 8058 s. 6). */
export function unsubscribePage(
  context: DoorContext,
  { organization, address, action, isDone }: UnsubscribeView,
): PageModel {
  const { t } = context;
  if (isDone) {
    return {
      heading: t('door.unsubscribe.done'),
      body: (
        <p>
          <span>{t('door.unsubscribe.done-text', { organization, address })}</span>{' '}
          <a href="/new-link">{t('common.action.request-link')}</a>
        </p>
      ),
    };
  }
  return {
    heading: t('door.unsubscribe.heading', { organization }),
    body: (
      <>
        <p>{t('door.unsubscribe.effect', { organization, address })}</p>
        <MainForm action={action}>
          <PrimaryButton>{t('door.unsubscribe.press')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
