import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { PasskeyButton } from '../parts/passkey.tsx';
import { readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';

type Step = Extract<FlowStep, { name: 'choose-method' }>;

/** Card D2: each way is a button, the best first. */
export function chooseMethodPage(context: DoorContext, flow: Flow, step: Step, form: FormState): PageModel {
  const { t } = context;
  return {
    heading: t('door.choose-method.heading'),
    flow,
    form: readForm(context, form, { fields: [] }),
    body: (
      <>
        <p>{t('door.choose-method.lead', { address: step.to })}</p>
        {step.movesNumber ? <MovesNumber context={context} flow={flow} /> : null}
        <MainForm action={`/flow/${flow.id}/choose-method`}>
          {step.methods.map(({ method, to }, index) => (
            <button
              key={method}
              type="submit"
              name="method"
              value={method}
              className={index === 0 ? 'primary choice' : 'secondary choice'}
            >
              <span>{t(`common.method.${method}`)}</span>
              <span className="reason">
                {method === 'sms-code' && step.movesNumber
                  ? t('door.choose-method.sms-code-moves')
                  : t(`door.choose-method.${method}`, { address: to })}
              </span>
            </button>
          ))}
        </MainForm>
        {step.canUsePasskey ? <PasskeyButton context={context} flow={flow} purpose="sign-in" /> : null}
        <SupportLink context={context} />
      </>
    ),
  };
}

/** Another account has the number: whoever it belongs to signs in to that one, and whoever got the number begins anew. */
function MovesNumber({ context: { t }, flow }: { context: DoorContext; flow: Flow }): ReactNode {
  const href = `/sign-in?returnTo=${encodeURIComponent(`/flow/${flow.id}`)}`;
  return (
    <p className="notice">
      {t.rich('door.choose-method.number-known', {}, { a: (text: ReactNode) => <a href={href}>{text}</a> })}
    </p>
  );
}
