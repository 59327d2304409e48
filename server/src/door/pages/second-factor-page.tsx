import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from '../door-context.ts';
import { ActionForm, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { when } from '../parts/texts.ts';

/** A text message cannot be both steps: then there is nothing to type here. */
function leadOf({ factor, canUsePasskey }: Step): string {
  if (factor === null && !canUsePasskey) return 'door.second-factor.lead.sms-both';
  return `door.second-factor.lead.${factor ?? 'passkey'}`;
}

type Recovery = Step['recovery'];

/** "I have none of these": recovery codes first, then a new start that somebody approves. */
function LostAll({ context, flow, recovery }: { context: DoorContext; flow: Flow; recovery: Recovery }) {
  const { t } = context;
  const { state, askable, readyAt, decider } = recovery;
  const of = decider === 'operator' ? '-operator' : '';
  const date = readyAt === null ? '' : when(context, readyAt, 'dateTime');
  if (state === 'waiting')
    return (
      <p role="status" className="notice">
        {t(`door.second-factor.recovery-waiting${of}`, { date })}
      </p>
    );
  if (state !== 'none')
    return (
      <p role="status" className="notice">
        {t(`door.second-factor.recovery-${state}`, { date })}
      </p>
    );
  return (
    <details>
      <summary>{t('door.second-factor.lost')}</summary>
      <p>{t('door.second-factor.lost-codes')}</p>
      {askable === null ? (
        <p>{t('door.second-factor.lost-advice')}</p>
      ) : (
        <>
          <p>{t(`door.second-factor.lost-ask${of}`, { organization: askable })}</p>
          <form method="post" action={`/flow/${flow.id}/ask-recovery`}>
            <div className="field">
              <label htmlFor="note">
                <span>{t('door.second-factor.note')}</span>
                <span className="optional"> ({t('common.word.optional')})</span>
              </label>
              <textarea id="note" name="note" rows={3} maxLength={300} />
            </div>
            <button type="submit" className="secondary">
              {t('door.second-factor.ask')}
            </button>
          </form>
        </>
      )}
      <SupportLink context={context} />
    </details>
  );
}

type Step = Extract<FlowStep, { name: 'second-factor' }>;

/** It was approved, and the waiting time is over: one press, and the account has no second step any more. */
function readyPage(context: DoorContext, flow: Flow, state: FormState): PageModel {
  const { t } = context;
  return {
    heading: t('door.second-factor.heading'),
    flow,
    form: readForm(context, state, { fields: [] }),
    body: (
      <>
        <p>{t('door.second-factor.recovery-ready')}</p>
        <MainForm action={`/flow/${flow.id}/finish-recovery`}>
          <PrimaryButton>{t('door.second-factor.finish')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}

/** Card D33: one field; the other ways of this account are a press away. */
export function secondFactorPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  if (step.recovery.state === 'ready') return readyPage(context, flow, state);
  const form = readForm(context, state, { fields: ['code'], problemField: 'code' });
  const isTyped = step.factor === 'recovery-code';
  return {
    heading: t('door.second-factor.heading'),
    flow,
    form,
    body: (
      <>
        <p>{t(leadOf(step), { number: step.smsTo ?? '' })}</p>
        {step.factor === 'sms' ? (
          <ActionForm
            action={`/flow/${flow.id}/choose-factor`}
            values={{ factor: 'sms' }}
            label={t('door.second-factor.send-sms')}
            look="secondary"
          />
        ) : null}
        {step.canUsePasskey ? (
          <PasskeyButton
            context={context}
            flow={flow}
            purpose="sign-in"
            look={step.factor === null ? 'primary' : 'secondary'}
          />
        ) : null}
        {step.factor === null && step.canUsePasskey ? <noscript>{t('door.passkey.needs-script')}</noscript> : null}
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
          <LostAll context={context} flow={flow} recovery={step.recovery} />
        </section>
      </>
    ),
  };
}
