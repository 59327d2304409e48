import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { PasswordRules } from '@gatehouse/contract/password-rules';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { ActionForm, KnownIdentifier, MainForm, PasswordField, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'set-password' }>;

const RULES = ['length', 'notContext', 'notRepeated', 'mixed'] as const satisfies readonly (keyof PasswordRules)[];

/** Card D5: one field, no second one to repeat it in, and the rules as a list that answers while typing. */
export function setPasswordPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['password'], problemField: 'password' });
  return {
    heading: t(step.canPostpone ? 'door.set-password.heading-offered' : 'door.set-password.heading'),
    flow,
    form,
    body: (
      <>
        {step.reason === 'first' && !step.canPostpone ? null : (
          <p>{t(step.canPostpone ? 'door.set-password.offered' : `door.set-password.reason.${step.reason}`)}</p>
        )}
        <p>{t('door.set-password.lead')}</p>
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="register" /> : null}
        <MainForm action={`/flow/${flow.id}/set-password`}>
          <KnownIdentifier label={t('door.identify.label')} value={step.identifier} />
          <PasswordField
            form={form}
            name="password"
            label={t('door.set-password.label')}
            autoComplete="new-password"
            describedBy="password-rules"
          />
          <Rules context={context} step={step} />
          <PrimaryButton>{t('door.set-password.submit')}</PrimaryButton>
        </MainForm>
        {step.canPostpone ? (
          <ActionForm
            action={`/flow/${flow.id}/postpone-password`}
            label={t('door.set-password.later')}
            look="secondary"
          />
        ) : null}
      </>
    ),
  };
}

function Rules({ context: { t }, step }: { context: DoorContext; step: Step }): ReactNode {
  return (
    <>
      <ul
        id="password-rules"
        className="rules"
        data-min-length={step.minLength}
        data-context-words={JSON.stringify(step.contextWords)}
        data-met={t('door.set-password.met')}
        data-all-met={t('door.set-password.all-met')}
      >
        {RULES.filter((rule) => rule !== 'mixed' || step.mixed).map((rule) => (
          <li key={rule} data-rule={rule}>
            <span>{t(`door.set-password.rule.${rule}`, { min: step.minLength })}</span>
            <span className="unseen" data-state="" />
          </li>
        ))}
      </ul>
      <p className="unseen" role="status" id="password-status" />
    </>
  );
}
