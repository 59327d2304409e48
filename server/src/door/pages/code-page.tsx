import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { ActionForm, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { problemText, when } from '../parts/texts.ts';

type Step = Extract<FlowStep, { name: 'code' }>;

/** Card D4: one field for the code, and what to do when none comes. */
export function codePage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const form = readForm(context, state, { fields: ['code'], problemField: 'code', known: { left: step.triesLeft } });
  return {
    heading: t(`door.code.heading.${step.channel}`),
    flow,
    form,
    body: (
      <>
        <p>{t.rich('door.code.sent', { to: step.to }, { b: (text: ReactNode) => <strong>{text}</strong> })}</p>
        <Delivery context={context} step={step} />
        <MainForm action={`/flow/${flow.id}/code`}>
          <TextField
            form={form}
            name="code"
            label={t('door.code.label')}
            hint={t('door.code.hint')}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={64}
            className="digits"
          />
          <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
        </MainForm>
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="sign-in" /> : null}
        <Resend context={context} flow={flow} step={step} />
        {step.otherMethods.map((method) => (
          <ActionForm
            key={method}
            action={`/flow/${flow.id}/choose-method`}
            values={{ method }}
            label={t(`door.code.use.${method}`)}
          />
        ))}
        <NotReceived context={context} flow={flow} step={step} />
      </>
    ),
  };
}

function Delivery({ context, step }: { context: DoorContext; step: Step }): ReactNode {
  const { t } = context;
  if (step.delivery === 'bounced' || step.delivery === 'abandoned') {
    return <p className="notice danger">{problemText(context, 'SEND-FAILED', { target: step.to })}</p>;
  }
  return (
    <p className="hint">
      {step.channel === 'email' ? <span>{t('door.code.look-for', { sender: step.sender })} </span> : null}
      {step.expiresAt ? (
        <span>{t('door.code.valid-until', { time: when(context, step.expiresAt, 'time') })}</span>
      ) : null}
    </p>
  );
}

/** Marks the place of the time in a sentence that the script counts down. */
const TIME_MARK = '%time%';

function Resend({ context, flow, step }: { context: DoorContext; flow: Flow; step: Step }): ReactNode {
  const { t, now } = context;
  const wait = step.resendAt ? Math.ceil((new Date(step.resendAt).getTime() - now.getTime()) / 1000) : 0;
  const waiting = wait > 0 && step.resendAt !== null;
  return (
    <form method="post" action={`/flow/${flow.id}/resend-code`} className="action" id="resend">
      <p className="hint" id="resend-time" hidden={!waiting}>
        {waiting && step.resendAt ? t('door.code.resend-at', { time: when(context, step.resendAt, 'time') }) : null}
      </p>
      <button
        type="submit"
        className="link"
        aria-disabled={waiting || undefined}
        aria-describedby="resend-time"
        data-wait={waiting ? wait : undefined}
        data-wait-text={waiting ? t('door.code.resend-in', { time: TIME_MARK }) : undefined}
        data-ready-text={waiting ? t('door.code.resend-ready') : undefined}
      >
        {t(step.channel === 'sms' ? 'door.code.resend-sms' : 'door.code.resend')}
      </button>
      <span className="unseen" role="status" id="resend-status" />
    </form>
  );
}

function NotReceived({ context, flow, step }: { context: DoorContext; flow: Flow; step: Step }): ReactNode {
  const { t } = context;
  return (
    <details>
      <summary>{t('door.code.not-received')}</summary>
      <ul className="advice">
        {step.channel === 'sms' ? (
          <li>{t('door.code.advice.sms')}</li>
        ) : (
          <>
            <li>{t('door.code.advice.newest')}</li>
            <li>{t('door.code.advice.spam', { sender: step.sender })}</li>
            <li>{t('door.code.advice.filter', { sender: step.sender })}</li>
          </>
        )}
        <li>
          {flow.kind === 'sign-in'
            ? t.rich(
                `door.code.advice.address.${step.channel}`,
                { to: step.to },
                { a: (text: ReactNode) => <a href="/sign-in">{text}</a> },
              )
            : t(`door.code.advice.address-invited.${step.channel}`, { to: step.to })}
        </li>
      </ul>
      <SupportLink context={context} />
    </details>
  );
}
