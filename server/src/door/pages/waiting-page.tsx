import { COMPANY_FIELDS, type CompanyField } from '@gatehouse/contract/company';
import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import { LOCALE_NAMES, type Locale } from '@gatehouse/contract/locales';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { controlProps, FieldFrame, MainForm, PrimaryButton } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { type ReadForm, readForm } from '../parts/read-form.ts';
import { SupportLink } from '../parts/support-link.tsx';
import { duration, when } from '../parts/texts.ts';
import { companyLabels } from './company-texts.ts';

type Step = Extract<FlowStep, { name: 'waiting' }>;

/** Card D20: since when, who decides, how long it takes, what was sent; a note, being told, and taking it back. */
export function waitingPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const { t } = context;
  const { organizationName: organization, companyName: company } = step;
  const isCompany = step.request === 'company';
  const form = readForm(context, state, { fields: ['note'] });
  return {
    heading: isCompany
      ? t('door.waiting.heading-company', { company })
      : t('door.waiting.heading', { organization: company }),
    flow,
    form,
    body: (
      <>
        <p>
          {isCompany
            ? t('door.waiting.lead-company', { organization })
            : t('door.waiting.lead', { organization: company })}
        </p>
        <Facts context={context} step={step} />
        <p
          className="panel"
          role="status"
          data-waiting={flow.id}
          data-request={step.request}
          data-decided={t('door.waiting.decided')}
        >
          {t('door.waiting.turns')}
        </p>
        <p>
          <a href={`/flow/${flow.id}`}>{t('door.waiting.look')}</a>
        </p>
        <Note form={form} flow={flow} step={step} />
        <form id="enter" method="post" action={`/flow/${flow.id}/enter`} hidden={true} />
        <Withdraw context={context} flow={flow} />
        <SupportLink context={context} />
      </>
    ),
  };
}

function Facts({ context, step }: { context: DoorContext; step: Step }): ReactNode {
  const { t } = context;
  const { organizationName: organization, usualSeconds, sent } = step;
  const who = step.request === 'company' ? 'door.waiting.owners-company' : 'door.waiting.owners';
  const rows: [string, string][] = [
    [t('door.waiting.since'), when(context, step.since, 'dateTime')],
    [t('door.waiting.who'), t(who, { organization })],
  ];
  if (usualSeconds !== null) rows.push([t('door.waiting.usual'), duration(context, usualSeconds)]);
  return (
    <>
      <List rows={rows} />
      {sent ? (
        <details>
          <summary>{t('door.waiting.sent')}</summary>
          <List rows={sentRows(context, sent)} />
        </details>
      ) : null}
    </>
  );
}

function sentRows(context: DoorContext, sent: NonNullable<Step['sent']>): [string, string][] {
  const labels = companyLabels(context, sent.country ?? '');
  const readable = (field: CompanyField, value: string) => {
    if (field === 'country') return context.t.country(value);
    return field === 'locale' ? LOCALE_NAMES[value as Locale] : value;
  };
  return COMPANY_FIELDS.flatMap((field): [string, string][] => {
    const value = sent[field];
    if (!value) return [];
    return [[labels[field], readable(field, value)]];
  });
}

function List({ rows }: { rows: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <dl>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Note({ form, flow, step }: { form: ReadForm; flow: Flow; step: Step }): ReactNode {
  const { t } = form.context;
  const note = { form, name: 'note', label: t('door.waiting.note'), hint: t('door.waiting.note-hint'), optional: true };
  return (
    <MainForm action={`/flow/${flow.id}/note-approver`}>
      <FieldFrame {...note}>
        <textarea {...controlProps(note)} rows={3} maxLength={500} defaultValue={form.value('note', step.note)} />
      </FieldFrame>
      {step.tellAt ? (
        <label className="check" htmlFor="notify">
          <input type="checkbox" id="notify" name="notify" value="true" defaultChecked={step.notify} />
          <span>{t('door.waiting.tell', { address: step.tellAt })}</span>
        </label>
      ) : null}
      <PrimaryButton>{t('common.action.save')}</PrimaryButton>
    </MainForm>
  );
}

function Withdraw({ context: { t }, flow }: { context: DoorContext; flow: Flow }): ReactNode {
  return (
    <details>
      <summary>{t('door.waiting.withdraw')}</summary>
      <form method="post" action={`/flow/${flow.id}/withdraw-request`}>
        <p>{t('door.waiting.withdraw-effect')}</p>
        <button type="submit" className="danger">
          {t('door.waiting.withdraw')}
        </button>
      </form>
    </details>
  );
}
