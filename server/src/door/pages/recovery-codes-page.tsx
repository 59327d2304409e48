import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { readForm } from '../parts/read-form.ts';

type Step = Extract<FlowStep, { name: 'recovery-codes' }>;

/** Shown once: the codes that stand in for a lost phone. They are text, so that they can be printed, copied and kept. */
export function recoveryCodesPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  return {
    heading: t('door.recovery-codes.heading'),
    flow,
    form: readForm(context, state, { fields: [] }),
    body: (
      <>
        <p>{t('door.recovery-codes.lead')}</p>
        <ul className="codes" translate="no">
          {step.codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <MainForm action={`/flow/${flow.id}/keep-codes`}>
          <PrimaryButton>{t('door.recovery-codes.kept')}</PrimaryButton>
        </MainForm>
      </>
    ),
  };
}
