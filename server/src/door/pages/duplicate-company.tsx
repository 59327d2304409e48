import type { ReactNode } from 'react';
import { controlProps, FieldFrame } from '../parts/form.tsx';
import type { ReadForm } from '../parts/read-form.ts';

/**
 * Card D7j: a company with this number is here already. Hidden and switched off while none is known; the script shows
 * it when the register look-up finds one.
 */
export function DuplicateCompany(props: {
  form: ReadForm;
  flowId: string;
  duplicate: { name: string } | null;
}): ReactNode {
  const { form, flowId, duplicate } = props;
  const { t, brand } = form.context;
  const reason = {
    form,
    name: 'differentCompanyReason',
    label: t('door.company.duplicate.reason'),
    hint: t('door.company.duplicate.reason-hint'),
    live: true,
  };
  return (
    <fieldset id="duplicate" data-name={duplicate?.name} hidden={!duplicate} disabled={!duplicate}>
      <legend>
        {duplicate ? t('door.company.duplicate.title', { name: duplicate.name, product: brand.productName }) : null}
      </legend>
      <p>{t('door.company.duplicate.text')}</p>
      <button type="submit" id="join-company" className="secondary" formAction={`/flow/${flowId}/join-company`}>
        {t('door.company.duplicate.join')}
      </button>
      <details open={form.value('differentCompanyReason') !== '' || undefined}>
        <summary>{t('door.company.duplicate.different')}</summary>
        <FieldFrame {...reason}>
          <textarea
            {...controlProps(reason)}
            rows={3}
            maxLength={300}
            defaultValue={form.value('differentCompanyReason')}
          />
        </FieldFrame>
      </details>
    </fieldset>
  );
}
