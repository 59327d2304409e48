import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from '../door-context.ts';
import { ActionForm, MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'wrong-account' }>;

/** Somebody else is signed in here: both addresses side by side, and nobody joins anything (scenario 3). */
export function wrongAccountPage(context: DoorContext, flow: Flow, step: Step, form: FormState): PageModel {
  const { t } = context;
  const { signedInAs, invitation } = step;
  const organization = invitation.organizationName;
  const base = context.acceptAction ?? `/flow/${flow.id}`;
  return {
    heading: t('door.wrong-account.heading'),
    flow,
    form: readForm(context, form, { fields: [] }),
    body: (
      <>
        <p>{t('door.wrong-account.lead', { organization })}</p>
        <dl>
          <div>
            <dt>{t('door.wrong-account.signed-in-as')}</dt>
            <dd>{signedInAs}</dd>
          </div>
          <div>
            <dt>{t('door.accept.for')}</dt>
            <dd>{invitation.to}</dd>
          </div>
        </dl>
        <MainForm action={`${base}/switch-account`}>
          <PrimaryButton>{t('door.wrong-account.switch')}</PrimaryButton>
        </MainForm>
        <p className="hint">{t('door.wrong-account.switch-effect', { address: signedInAs })}</p>
        {step.canAddAddress ? (
          <section className="aside">
            <p>{t('door.wrong-account.add-effect', { address: invitation.to, account: signedInAs })}</p>
            <ActionForm action={`${base}/add-address`} label={t('door.wrong-account.add')} look="secondary" />
          </section>
        ) : null}
        <p>
          <a href="/">{t('door.wrong-account.leave')}</a>
        </p>
        <p className="code">INV-WRONG-ACCOUNT</p>
      </>
    ),
  };
}
