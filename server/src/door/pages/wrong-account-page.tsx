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
            <dd>
              <span>{invitation.to}</span>
              {invitation.alsoTo ? <span className="second">{invitation.alsoTo}</span> : null}
            </dd>
          </div>
        </dl>
        <MainForm action={`${base}/switch-account`}>
          <PrimaryButton>{t('door.wrong-account.switch')}</PrimaryButton>
        </MainForm>
        <p className="hint">{t('door.wrong-account.switch-effect', { address: signedInAs })}</p>
        {step.addable.map((kind) => (
          <section key={kind} className="aside">
            <p>{t(`door.wrong-account.add-effect.${kind}`, { address: addressOf(step, kind), account: signedInAs })}</p>
            <ActionForm
              action={`${base}/add-address`}
              values={{ kind }}
              label={t(`door.wrong-account.add.${kind}`)}
              look="secondary"
            />
          </section>
        ))}
        <p>
          <a href="/">{t('door.wrong-account.leave')}</a>
        </p>
        <p className="code">INV-WRONG-ACCOUNT</p>
      </>
    ),
  };
}

/** The e-mail address stands first where both were invited. */
function addressOf({ invitation }: Step, kind: Step['addable'][number]): string {
  return kind === 'phone' ? (invitation.alsoTo ?? invitation.to) : invitation.to;
}
