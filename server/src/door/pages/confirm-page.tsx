import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** Before something that matters: `POST /confirm {returnTo}` begins the proof. */
export function confirmPage(context: DoorContext, form: FormState, view: { returnTo: string }): PageModel {
  const { t } = context;
  return {
    heading: t('door.confirm.heading'),
    form: readForm(context, form, { fields: [] }),
    body: (
      <>
        <p>{t('door.confirm.lead')}</p>
        <MainForm action="/confirm">
          <input type="hidden" name="returnTo" value={view.returnTo} />
          <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
