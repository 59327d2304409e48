import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { Decline } from '../parts/decline.tsx';
import { controlProps, FieldFrame, MainForm, PrimaryButton, TextField } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { type ReadForm, readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';

type Step = Extract<FlowStep, { name: 'company' }>;

/** Card D7s: "I'm not the right person": the invitation goes to a colleague, with what was typed; or the answer is no. */
export function handOverPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const { organizationName: organization, handOver } = step;
  const form = readForm(context, state, {
    fields: ['email', 'name', 'note'],
    labels: { email: t('door.hand-over.email'), name: t('door.hand-over.name'), note: t('door.hand-over.note') },
    problemField: 'email',
  });
  return {
    heading: t('door.hand-over.heading'),
    ...(handOver.left > 0 ? { form } : {}),
    body: (
      <>
        <p>{t('door.hand-over.lead', { organization })}</p>
        {handOver.left > 0 ? (
          <HandOverForm form={form} flow={flow} handOver={handOver} asked={isAsked(state)} />
        ) : (
          <p className="notice">{t('door.hand-over.none-left')}</p>
        )}
        <p>
          <a href={`/flow/${flow.id}`}>{t('door.hand-over.back')}</a>
        </p>
        <Decline
          context={context}
          action={`/flow/${flow.id}/decline`}
          organization={organization}
          stopInvitingPath={step.stopInvitingPath}
        />
        <SupportLink context={context} />
      </>
    ),
  };
}

/** The address is at another domain: whoever means it says so, once. */
function isAsked({ fields, values }: FormState): boolean {
  return values.otherDomain === 'true' || fields.some(({ code }) => code === 'ADDRESS-OTHER-DOMAIN');
}

function HandOverForm(props: { form: ReadForm; flow: Flow; handOver: Step['handOver']; asked: boolean }): ReactNode {
  const { form, flow, handOver } = props;
  const { t } = form.context;
  const { domain, left } = handOver;
  const note = {
    form,
    name: 'note',
    label: t('door.hand-over.note'),
    hint: t('door.hand-over.note-hint'),
    optional: true,
  };
  return (
    <MainForm action={`/flow/${flow.id}/hand-over`}>
      <TextField
        form={form}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="off"
        label={t('door.hand-over.email')}
        hint={domain ? t('door.hand-over.email-hint', { domain }) : undefined}
      />
      {props.asked ? (
        <label className="check" htmlFor="otherDomain">
          <input
            type="checkbox"
            id="otherDomain"
            name="otherDomain"
            value="true"
            defaultChecked={form.value('otherDomain') === 'true'}
          />
          <span>{t('door.hand-over.other-domain')}</span>
        </label>
      ) : null}
      <TextField form={form} name="name" autoComplete="off" label={t('door.hand-over.name')} optional={true} />
      <FieldFrame {...note}>
        <textarea {...controlProps(note)} rows={3} maxLength={500} defaultValue={form.value('note')} />
      </FieldFrame>
      <p className="hint">{t('door.hand-over.left', { count: left })}</p>
      <PrimaryButton>{t('door.hand-over.submit')}</PrimaryButton>
    </MainForm>
  );
}
