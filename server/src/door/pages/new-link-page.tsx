import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import { IdentifierField } from '../parts/identifier-field.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';

/** Card D23: the same answer for every address. */
export function newLinkPage(context: DoorContext, state: FormState, view: { sent: boolean }): PageModel {
  const { t } = context;
  if (view.sent) return newLinkSentPage(context);
  const form = readForm(context, state, { fields: ['identifier'], problemField: 'identifier' });
  return {
    heading: t('door.new-link.heading'),
    form,
    body: (
      <>
        <p>{t('door.new-link.lead')}</p>
        <MainForm action="/new-link">
          <IdentifierField context={context} form={form} />
          <PrimaryButton>{t('common.action.send')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}

function newLinkSentPage(context: DoorContext): PageModel {
  const { t } = context;
  return {
    heading: t('door.new-link.sent.heading'),
    body: (
      <>
        <p>{t('door.new-link.sent.lead')}</p>
        <h2>{t('door.new-link.sent.nothing')}</h2>
        <ul className="advice">
          <li>{t('door.new-link.sent.spam')}</li>
          <li>{t('door.new-link.sent.address')}</li>
          <li>{t('door.new-link.sent.inviter')}</li>
        </ul>
        <p>
          <a href="/new-link">{t('door.new-link.sent.again')}</a>
        </p>
        <SupportLink context={context} />
      </>
    ),
  };
}
