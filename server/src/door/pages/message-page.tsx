import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { DoorContext } from '../door-context.ts';
import { Actions } from '../parts/actions.tsx';
import type { PageModel } from '../parts/page.tsx';
import { type Action, remediesOf } from '../parts/remedies.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { problemText, remedyText } from '../parts/texts.ts';

export type MessageOptions = { requestId?: string; reference?: string | null; actions?: readonly Action[] };

/** An error that belongs to no flow: what happened, what to do, the code and the reference for support. */
export function messagePage(
  context: DoorContext,
  code: ErrorCode,
  params: ErrorParams,
  options: MessageOptions = {},
): PageModel {
  return {
    heading: problemText(context, code, params),
    support: { code, reference: options.reference ?? undefined, requestId: options.requestId },
    body: (
      <>
        <p>{remedyText(context, code, params)}</p>
        <Actions actions={options.actions ?? remediesOf(context, code)} />
        <SupportLink context={context} />
      </>
    ),
  };
}
