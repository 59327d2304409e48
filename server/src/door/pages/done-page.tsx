import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext } from '../door-context.ts';
import { ActionForm } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';

type Step = Extract<FlowStep, { name: 'done' }>;

/**
 * The end of a way in. The server redirects; this is what stays where it cannot, and what whoever waited for a decision
 * comes to: one press takes them in.
 */
export function donePage(context: DoorContext, flow: Flow, step: Step): PageModel {
  const { t } = context;
  const name = step.organizationName ?? context.brand.productName;
  return {
    heading: t('door.done.heading'),
    body: (
      <>
        <p>{t('door.done.lead', { name })}</p>
        {step.canEnter ? (
          <ActionForm action={`/flow/${flow.id}/enter`} label={t('door.done.enter', { name })} look="primary" />
        ) : (
          <p>
            <a className="primary" href={flow.redirectTo ?? '/'}>
              {t('common.action.continue')}
            </a>
          </p>
        )}
      </>
    ),
  };
}
