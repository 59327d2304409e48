import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { signInPath } from '../parts/begin-again.ts';
import { CodeField } from '../parts/code-field.tsx';
import { ActionForm, MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { problemText, when } from '../parts/texts.ts';

type Step = Extract<FlowStep, { name: 'code' }>;

/** Card D4: one field for the code, and what to do when none comes. */
export function codePage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  if (step.sentAt === null && secondsToWait(context, step) > 0) return unsentPage(context, flow, step);
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
          <CodeField form={form} label={t('door.code.label')} hint={t('door.code.hint')} />
          <PrimaryButton>{t('common.action.continue')}</PrimaryButton>
        </MainForm>
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="sign-in" /> : null}
        <Resend context={context} flow={flow} step={step} />
        <OtherMethods context={context} flow={flow} step={step} />
        <NotReceived context={context} flow={flow} step={step} />
      </>
    ),
  };
}

/** Nobody watches a clock for longer, in seconds. */
const WATCHED = 900;

/** None went out and none can yet: to a number or mailbox that had too many, whoever has it. There is nothing to type. */
function unsentPage(context: DoorContext, flow: Flow, step: Step): PageModel {
  const { t } = context;
  const time = when(context, step.resendAt ?? context.now, 'dateTime');
  return {
    heading: t('door.code.unsent.heading'),
    flow,
    support: { code: 'SEND-LIMIT', reference: flow.reference },
    body: (
      <>
        <p className="notice danger">{t(`door.code.unsent.lead.${step.channel}`, { to: step.to, time })}</p>
        <OtherMethods context={context} flow={flow} step={step} look="primary" />
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="sign-in" /> : null}
        {secondsToWait(context, step) <= WATCHED ? <Resend context={context} flow={flow} step={step} /> : null}
        {flow.kind === 'sign-in' ? (
          <p>
            <a href={signInPath(context)}>{t('door.code.unsent.another')}</a>
          </p>
        ) : null}
        <SupportLink context={context} />
      </>
    ),
  };
}

type Of = { context: DoorContext; flow: Flow; step: Step };

function OtherMethods({ context: { t }, flow, step, look }: Of & { look?: 'primary' }): ReactNode {
  return step.otherMethods.map((method, index) => (
    <ActionForm
      key={method}
      action={`/flow/${flow.id}/choose-method`}
      values={{ method }}
      label={t(`door.code.use.${method}`)}
      {...(look && index === 0 ? { look } : {})}
    />
  ));
}

function secondsToWait({ now }: DoorContext, { resendAt }: Step): number {
  return resendAt ? Math.ceil((new Date(resendAt).getTime() - now.getTime()) / 1000) : 0;
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

function Resend({ context, flow, step }: Of): ReactNode {
  const { t } = context;
  const wait = secondsToWait(context, step);
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

function NotReceived({ context, flow, step }: Of): ReactNode {
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
                { a: (text: ReactNode) => <a href={signInPath(context)}>{text}</a> },
              )
            : t(`door.code.advice.address-invited.${step.channel}`, { to: step.to })}
        </li>
      </ul>
      <SupportLink context={context} />
    </details>
  );
}
