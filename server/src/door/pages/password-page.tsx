import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import { isUserName } from '@gatehouse/contract/user-names';
import type { DoorContext, FormState } from '../door-context.ts';
import { signInPath } from '../parts/begin-again.ts';
import { CannotGetIn } from '../parts/cannot-get-in.tsx';
import { ActionForm, KnownIdentifier, MainForm, PasswordField, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'password' }>;

/** Card D9b. What is wrong is never told apart before the person has proven anything. */
export function passwordPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['password'], problemField: 'password' });
  const change = flow.kind === 'sign-in' ? { href: signInPath(context), label: t('common.action.change') } : null;
  return {
    heading: t('door.password.heading'),
    flow,
    form,
    body: (
      <>
        <MainForm action={`/flow/${flow.id}/password`}>
          <KnownIdentifier label={t('door.identify.any')} value={step.identifier} {...(change ? { change } : {})} />
          <PasswordField
            form={form}
            name="password"
            label={t('common.word.password')}
            autoComplete="current-password"
          />
          <PrimaryButton>{t('common.action.sign-in')}</PrimaryButton>
        </MainForm>
        {flow.kind === 'sign-in' || flow.kind === 'confirm' ? (
          <ActionForm
            action="/forgot"
            values={{
              page: 'ask',
              identifier: isUserName(step.identifier) ? '' : step.identifier,
              organization: context.begin?.organization ?? '',
            }}
            label={t(flow.kind === 'confirm' ? 'common.confirm.no-password' : 'door.forgot.link')}
          />
        ) : null}
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="sign-in" /> : null}
        {step.otherMethods.length > 0 ? (
          <section className="aside">
            <p>{t('door.password.no-password')}</p>
            {step.otherMethods.map((method) => (
              <ActionForm
                key={method}
                action={`/flow/${flow.id}/choose-method`}
                values={{ method }}
                label={t(`door.code.use.${method}`)}
                look={state.problem ? 'secondary' : 'link'}
              />
            ))}
          </section>
        ) : null}
        <CannotGetIn context={context} />
      </>
    ),
  };
}
