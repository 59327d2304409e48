import type { Flow } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** One name, as the person writes it. */
export function profilePage(context: DoorContext, flow: Flow, suggestedName: string, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['name'], problemField: 'name' });
  return {
    heading: t('door.profile.heading'),
    flow,
    form,
    body: (
      <MainForm action={`/flow/${flow.id}/profile`}>
        <TextField
          form={form}
          name="name"
          label={t('door.profile.name')}
          hint={t('door.profile.hint')}
          autoComplete="name"
          value={suggestedName}
        />
        <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
      </MainForm>
    ),
  };
}
