import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from '../door-context.ts';
import { ActionForm, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';

type Step = Extract<FlowStep, { name: 'second-factor' }>;

/** Card D33: one field; the other ways of this account are a press away. */
export function secondFactorPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['code'], problemField: 'code' });
  const isTyped = step.factor === 'recovery-code';
  return {
    heading: t('door.second-factor.heading'),
    flow,
    form,
    body: (
      <>
        <p>{t(`door.second-factor.lead.${step.factor ?? 'passkey'}`)}</p>
        {step.canUsePasskey ? (
          <PasskeyButton
            context={context}
            flow={flow}
            purpose="sign-in"
            look={step.factor === null ? 'primary' : 'secondary'}
          />
        ) : null}
        {step.factor === null ? <noscript>{t('door.passkey.needs-script')}</noscript> : null}
        <MainForm action={`/flow/${flow.id}/second-factor`}>
          {step.factor === null ? null : (
            <TextField
              form={form}
              name="code"
              label={t(`door.second-factor.label.${step.factor}`)}
              hint={t(`door.second-factor.hint.${step.factor}`)}
              autoComplete={isTyped ? 'off' : 'one-time-code'}
              {...(isTyped ? {} : { inputMode: 'numeric' as const })}
              maxLength={40}
              className="digits"
            />
          )}
          {step.trustDays === null ? null : (
            <label className="check" htmlFor="trust">
              <input
                type="checkbox"
                id="trust"
                name="trust"
                value="true"
                defaultChecked={form.value('trust') === 'true'}
              />
              <span>{t('door.second-factor.trust', { days: step.trustDays })}</span>
            </label>
          )}
          {step.factor === null ? null : <PrimaryButton>{t('common.action.continue')}</PrimaryButton>}
        </MainForm>
        <section className="aside">
          {step.others.map((factor) => (
            <ActionForm
              key={factor}
              action={`/flow/${flow.id}/choose-factor`}
              values={{ factor }}
              label={t(`door.second-factor.use.${factor}`)}
            />
          ))}
          <details>
            <summary>{t('door.second-factor.lost')}</summary>
            <p>{t('door.second-factor.lost-advice')}</p>
            <SupportLink context={context} />
          </details>
        </section>
      </>
    ),
  };
}
