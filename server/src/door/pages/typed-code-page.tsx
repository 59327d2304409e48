import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

/** The way in where the mail program has cut the link: the whole address pasted, or the code of the mail typed. */
export function typedCodePage(context: DoorContext, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['token'], problemField: 'token' });
  return {
    heading: t('door.typed-code.heading'),
    form,
    body: (
      <>
        <p>{t('door.typed-code.lead')}</p>
        <MainForm action="/i">
          <TextField
            form={form}
            name="token"
            label={t('door.typed-code.label')}
            hint={t('door.typed-code.hint')}
            autoComplete="off"
            maxLength={2000}
          />
          <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
        </MainForm>
        <p className="hint">
          {t.rich('door.typed-code.lost', {}, { a: (text: ReactNode) => <a href="/new-link">{text}</a> })}
        </p>
      </>
    ),
  };
}
