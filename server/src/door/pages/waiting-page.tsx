import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { DoorContext } from '../door-context.ts';
import type { PageModel } from '../parts/page.tsx';
import { SupportLink } from '../parts/support-link.tsx';
import { when } from '../parts/texts.ts';

type Step = Extract<FlowStep, { name: 'waiting' }>;

/** Card D20: since when, who decides, and how the answer comes. */
export function waitingPage(context: DoorContext, flow: Flow, step: Step): PageModel {
  const { t } = context;
  const organization = step.organizationName;
  return {
    heading: t('door.waiting.heading', { organization }),
    flow,
    body: (
      <>
        <p>{t('door.waiting.lead', { organization })}</p>
        <dl>
          <div>
            <dt>{t('door.waiting.since')}</dt>
            <dd>{when(context, step.since, 'dateTime')}</dd>
          </div>
          <div>
            <dt>{t('door.waiting.who')}</dt>
            <dd>{t('door.waiting.owners', { organization })}</dd>
          </div>
        </dl>
        <p>{t('door.waiting.next')}</p>
        <SupportLink context={context} />
      </>
    ),
  };
}
