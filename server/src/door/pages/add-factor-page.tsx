import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { CodeField } from '../parts/code-field.tsx';
import { ActionForm, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { type ReadForm, readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'add-factor' }>;

/** Setting the second step up on the way in: what it is for, which one, and its first code. */
export function addFactorPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const problemField = step.asksNumber ? 'number' : 'code';
  const form = readForm(context, state, { fields: ['code', 'number'], problemField });
  const organization = step.organizationName;
  return {
    heading: t('door.add-factor.heading'),
    flow,
    form,
    body: (
      <>
        <p>{organization ? t('door.add-factor.wanted', { organization }) : t('door.add-factor.why')}</p>
        <Ways form={form} flow={flow} step={step} />
        {step.canPostpone ? (
          <ActionForm action={`/flow/${flow.id}/postpone-factor`} label={t('door.add-factor.later')} />
        ) : null}
      </>
    ),
  };
}

type Parts = { readonly form: ReadForm; readonly flow: Flow; readonly step: Step };

/** The choice; then what the chosen one needs, and the other one a press away. */
function Ways({ form, flow, step }: Parts): ReactNode {
  const { t } = form.context;
  const chosen = step.totp ? 'totp' : step.smsSent || step.asksNumber ? 'sms' : null;
  if (chosen === null) return <Choice form={form} flow={flow} step={step} />;
  return (
    <>
      {step.totp ? <SetUp form={form} flow={flow} totp={step.totp} /> : null}
      {step.smsSent ? <Text form={form} flow={flow} step={step} /> : null}
      {step.asksNumber ? <AskNumber form={form} flow={flow} /> : null}
      {step.factors
        .filter((factor) => factor !== chosen)
        .map((factor) => (
          <ActionForm
            key={factor}
            action={`/flow/${flow.id}/begin-factor`}
            values={{ factor }}
            label={t(`door.add-factor.instead.${factor}`)}
          />
        ))}
    </>
  );
}

function Choice({ form: { context }, flow, step }: Parts): ReactNode {
  const { t } = context;
  return (
    <>
      <MainForm action={`/flow/${flow.id}/begin-factor`}>
        {step.factors.map((factor, index) => (
          <button
            key={factor}
            type="submit"
            name="factor"
            value={factor}
            className={index === 0 ? 'primary choice' : 'secondary choice'}
          >
            <span>{t(`common.factor.${factor}`)}</span>
            <span className="reason">
              {factor === 'sms' && step.smsTo === null
                ? t('door.add-factor.reason.sms-new')
                : t(`door.add-factor.reason.${factor}`, { number: step.smsTo ?? '' })}
            </span>
          </button>
        ))}
      </MainForm>
      <PasskeyButton context={context} flow={flow} purpose="register" />
    </>
  );
}

/** Its first code, and the code once more where it does not come. */
function Text({ form, flow, step }: Parts): ReactNode {
  const { t } = form.context;
  const strong = { b: (text: ReactNode) => <strong>{text}</strong> };
  return (
    <>
      <p>{t.rich('door.add-factor.sms-sent', { number: step.smsTo ?? '' }, strong)}</p>
      <MainForm action={`/flow/${flow.id}/add-factor`}>
        <CodeField form={form} label={t('door.second-factor.label.sms')} hint={t('door.second-factor.hint.sms')} />
        <PrimaryButton>{t('door.add-factor.submit')}</PrimaryButton>
      </MainForm>
      <ActionForm
        action={`/flow/${flow.id}/begin-factor`}
        values={{ factor: 'sms' }}
        label={t('door.code.resend-sms')}
      />
      {step.mayType ? (
        <details open={form.error('number') !== null || undefined}>
          <summary>{t('door.add-factor.other-number')}</summary>
          <form method="post" action={`/flow/${flow.id}/begin-factor`} noValidate={true}>
            <NumberField form={form} />
            <button type="submit" className="secondary">
              {t('common.action.send-code')}
            </button>
          </form>
        </details>
      ) : null}
    </>
  );
}

/** A number that is not proven yet: the code that goes there proves it. */
function AskNumber({ form, flow }: Omit<Parts, 'step'>): ReactNode {
  const { t } = form.context;
  return (
    <>
      <p>{t('door.add-factor.ask-number')}</p>
      <MainForm action={`/flow/${flow.id}/begin-factor`}>
        <NumberField form={form} />
        <PrimaryButton>{t('common.action.send-code')}</PrimaryButton>
      </MainForm>
    </>
  );
}

function NumberField({ form }: { readonly form: ReadForm }): ReactNode {
  const { t } = form.context;
  return (
    <>
      <input type="hidden" name="factor" value="sms" />
      <TextField
        form={form}
        name="number"
        label={t('common.word.phone')}
        hint={t('door.add-factor.number-hint')}
        autoComplete="tel"
        inputMode="tel"
        maxLength={40}
        verbatim
      />
    </>
  );
}

function SetUp({ form, flow, totp }: { form: ReadForm; flow: Flow; totp: NonNullable<Step['totp']> }): ReactNode {
  const { t } = form.context;
  return (
    <>
      <ol>
        <li>{t('door.add-factor.step.open')}</li>
        <li>
          <span>{t('door.add-factor.step.scan')}</span>
          <svg className="picture" viewBox={`0 -0.5 ${totp.picture.size} ${totp.picture.size}`} role="img">
            <title>{t('door.add-factor.picture')}</title>
            <rect y="-0.5" width={totp.picture.size} height={totp.picture.size} fill="#fff" />
            <path d={totp.picture.path} stroke="#000" shapeRendering="crispEdges" />
          </svg>
          <details>
            <summary>{t('door.add-factor.cannot-scan')}</summary>
            <p>{t('door.add-factor.type-secret')}</p>
            <p className="secret">{totp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
            <p>
              <a href={totp.uri}>{t('door.add-factor.open-app')}</a>
            </p>
          </details>
        </li>
        <li>{t('door.add-factor.step.type')}</li>
      </ol>
      <MainForm action={`/flow/${flow.id}/add-factor`}>
        <CodeField form={form} label={t('door.add-factor.code')} />
        <PrimaryButton>{t('door.add-factor.submit')}</PrimaryButton>
      </MainForm>
    </>
  );
}
