import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { forgotPath, signInPath } from '../parts/begin-again.ts';
import { ActionForm, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import { IdentifierField } from '../parts/identifier-field.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';

/** `organization`: at whose door; empty for nobody's. */
export type ForgotView = { organization: string };

/** Card D32: `POST /forgot {identifier, organization}`. */
export function forgotPage(context: DoorContext, state: FormState, view: ForgotView): PageModel {
  const { organization } = view;
  return ask({ ...context, begin: organization ? { organization } : {} }, state, '/forgot', { organization });
}

/** The same as a step of a flow. */
export function forgotStepPage(context: DoorContext, flow: Flow, state: FormState): PageModel {
  return { ...ask(context, state, `/flow/${flow.id}/identify`, {}), flow };
}

function ask(context: DoorContext, state: FormState, action: string, hidden: Record<string, string>): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['identifier'], problemField: 'identifier' });
  return {
    heading: t('door.forgot.heading'),
    form,
    body: (
      <>
        <p>{t('door.forgot.lead')}</p>
        <MainForm action={action}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <IdentifierField context={context} form={form} />
          <PrimaryButton>{t('door.forgot.submit')}</PrimaryButton>
        </MainForm>
        <p className="hint">
          {t.rich('door.forgot.code', {}, { a: (text: ReactNode) => <a href={signInPath(context)}>{text}</a> })}
        </p>
      </>
    ),
  };
}

type Sent = Extract<FlowStep, { name: 'link-sent' }>;

/** Card D32: the same answer for every address. */
export function linkSentPage(context: DoorContext, flow: Flow, step: Sent, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['code'], problemField: 'code' });
  const strong = { b: (text: ReactNode) => <strong>{text}</strong> };
  return {
    heading: t(`door.forgot.sent.heading.${step.channel}`),
    flow,
    form,
    body: (
      <>
        <p>{t.rich('door.forgot.sent.lead', { to: step.to }, strong)}</p>
        <p>{t('door.forgot.sent.valid', { minutes: step.minutes })}</p>
        {step.channel === 'email' ? <p className="hint">{t('door.code.look-for', { sender: step.sender })}</p> : null}
        <ActionForm
          action={`/flow/${flow.id}/identify`}
          values={{ identifier: step.to }}
          label={t('door.forgot.sent.again')}
        />
        <p>
          <a href={forgotPath(context)}>{t('door.new-link.sent.again')}</a>
        </p>
        <h2>{t('door.new-link.sent.nothing')}</h2>
        <ul className="advice">
          {step.channel === 'email' ? <li>{t('door.new-link.sent.spam')}</li> : null}
          <li>{t('door.forgot.sent.address')}</li>
          <li>{t('door.forgot.sent.company')}</li>
        </ul>
        <details {...(state.problem ? { open: true } : {})}>
          <summary>{t('door.printed-code.summary')}</summary>
          <MainForm action={`/flow/${flow.id}/printed-code`}>
            <TextField
              form={form}
              name="code"
              label={t('door.printed-code.label')}
              hint={t('door.printed-code.hint')}
              autoComplete="off"
              maxLength={40}
            />
            <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
          </MainForm>
        </details>
        <SupportLink context={context} />
      </>
    ),
  };
}

/** `to`: whose link it is, masked. `action`: where the press goes. */
export type PasswordLinkView = { to: string; action: string };

/** The page of a link to set a password: nothing happens before the press, for mail scanners open links too. */
export function passwordLinkPage(context: DoorContext, view: PasswordLinkView): PageModel {
  const { t } = context;
  const strong = { b: (text: ReactNode) => <strong>{text}</strong> };
  return {
    heading: t('door.password-link.heading'),
    body: (
      <>
        <p>{t.rich('door.password-link.lead', { to: view.to }, strong)}</p>
        <p>{t('door.password-link.ends')}</p>
        <ActionForm action={view.action} label={t('common.action.continue')} look="primary" />
        <p className="hint">{t('door.password-link.not-you')}</p>
      </>
    ),
  };
}
