import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';
import { Actions } from '../parts/actions.tsx';
import { ActionForm } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { remediesOf } from '../parts/remedies.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { problemText, remedyText } from '../parts/texts.ts';

type Step = Extract<FlowStep, { name: 'stopped' }>;

/** Every end that is not a way in: what happened, what to do, and the button that does it (ux.md s. 1.4). */
export function stoppedPage(context: DoorContext, flow: Flow, step: Step): PageModel {
  const { code, params } = flow.problem ?? { code: 'FLOW-EXPIRED', params: {} };
  return {
    heading: problemText(context, code, params),
    support: { code, reference: flow.reference },
    body: (
      <>
        <p>{remedyText(context, code, params)}</p>
        <Origin context={context} step={step} />
        {step.newLinkTo !== null ? (
          <ActionForm
            action={`${context.acceptAction ?? `/flow/${flow.id}`}/request-link`}
            label={context.t('door.stopped.send-new-link')}
            look="primary"
          />
        ) : (
          <Actions actions={remediesOf(context, code)} />
        )}
        <SupportLink context={context} />
      </>
    ),
  };
}

function Origin({ context: { t }, step }: { context: DoorContext; step: Step }): ReactNode {
  const rows = [
    ['door.stopped.organization', step.organizationName],
    ['door.stopped.inviter', step.inviterName],
    ['door.stopped.new-link-to', step.newLinkTo],
  ] as const;
  const known = rows.filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <dl>
      {known.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
