import { COMPANY_FIELDS, type CompanyField } from '@gatehouse/contract/company';
import { checkCompany } from '@gatehouse/contract/company-check';
import type { Flow, FlowStep } from '@gatehouse/contract/flows';
import type { ReactNode } from 'react';
import type { DoorContext, FormState } from '../door-context.ts';
import { MainForm } from '../parts/form.tsx';
import type { PageModel } from '../parts/page.tsx';
import { type ReadForm, readForm } from '../parts/read-form.ts';
import { problemText, remedyText } from '../parts/texts.ts';
import { CompanyFields } from './company-fields.tsx';
import { companyLabels, companyScriptTexts } from './company-texts.ts';
import { DuplicateCompany } from './duplicate-company.tsx';

type Step = Extract<FlowStep, { name: 'company' }>;

/** One line of the panel above the button, and the id of the control that it leads to. */
type Todo = { field: string; text: string };

const MIN_REASON = 10;

/**
 * Card D7: what the seller prepared, to be checked and corrected, and the button that turns from grey to orange. Grey is
 * `aria-disabled`, never `disabled`: pressed while grey, the server (or the script) says what is left.
 */
export function companyPage(context: DoorContext, flow: Flow, step: Step, state: FormState): PageModel {
  const values = valuesOf(context, step, state);
  const duplicate = duplicateOf(step, state, values);
  const submitted = readForm(context, state, {
    fields: [...COMPANY_FIELDS, 'differentCompanyReason'],
    labels: companyLabels(context, values.country),
    problemField: state.problem?.code === 'COMPANY-EXISTS' ? 'join-company' : 'create-company',
  });
  const form = withLiveErrors(submitted, values);
  const todos = todosOf(form, values, duplicate);
  return {
    heading: headingOf(context, step, values.name),
    flow,
    form: submitted,
    live: true,
    body: (
      <>
        <Refused context={context} flow={flow} step={step} />
        <MainForm
          action={`/flow/${flow.id}/company`}
          live={{ 'data-company': flow.id, 'data-texts': companyScriptTexts(context) }}
        >
          <CompanyFields form={form} values={values} prepared={step} />
          <DuplicateCompany form={form} flowId={flow.id} duplicate={duplicate} />
          <WhatIsLeft context={context} todos={todos} />
          <button
            type="submit"
            id="create-company"
            className="primary capitals"
            aria-disabled={todos.length > 0 || undefined}
            aria-describedby="what-is-left"
          >
            <span>{context.t('common.action.create-company')}</span>
          </button>
          <button type="submit" className="link" formAction={`/flow/${flow.id}/save-company`}>
            {context.t('door.company.save')}
          </button>
          <button type="submit" className="link" formAction={`/flow/${flow.id}/to-hand-over`}>
            {context.t('door.company.hand-over')}
          </button>
        </MainForm>
      </>
    ),
  };
}

function headingOf({ t }: DoorContext, { rejection }: Step, company: string): string {
  return rejection ? t('door.company.rejected.heading', { company }) : t('door.company.heading');
}

/** What became of what was asked before, where something did; else what this page is for. */
function Refused({ context, flow, step }: { context: DoorContext; flow: Flow; step: Step }): ReactNode {
  const { t } = context;
  const { rejection, organizationName: organization } = step;
  if (rejection) {
    return (
      <>
        <p>{t('door.company.rejected.lead', { organization: rejection.organizationName })}</p>
        <blockquote>
          <p>{rejection.reason}</p>
        </blockquote>
        <p>{t('door.company.rejected.next')}</p>
      </>
    );
  }
  if (flow.problem) {
    const { code, params } = flow.problem;
    return (
      <p className="notice">
        <b>{problemText(context, code, params)}</b> <span>{remedyText(context, code, params)}</span>
      </p>
    );
  }
  const prepared = Object.keys(step.sources).length > 0;
  return <p>{t(prepared ? 'door.company.lead' : 'door.company.lead-empty', { organization })}</p>;
}

export type CompanyValues = Record<CompanyField, string>;

function valuesOf(context: DoorContext, step: Step, state: FormState): CompanyValues {
  const value = (field: CompanyField, fallback = '') => state.values[field] ?? step.company[field] ?? fallback;
  return {
    name: value('name'),
    country: value('country'),
    registrationNumber: value('registrationNumber'),
    address: value('address'),
    phone: value('phone'),
    timeZone: value('timeZone'),
    locale: value('locale', context.locale),
  };
}

/** A company with this number, as the step or the refusal names it. */
function duplicateOf(step: Step, state: FormState, values: CompanyValues): { name: string } | null {
  if (step.duplicate || state.problem?.code !== 'COMPANY-EXISTS') return step.duplicate;
  return { name: String(state.problem.params.name ?? values.name) };
}

/** Beside what the server refused: what is filled in wrongly. An empty field is only listed above the button. */
function withLiveErrors(form: ReadForm, values: CompanyValues): ReadForm {
  const wrong = checkCompany(values).filter((problem) => problem.code !== 'FIELD-REQUIRED');
  return {
    ...form,
    error: (field) => {
      const problem = wrong.find((candidate) => candidate.field === field);
      return form.error(field) ?? (problem ? problemText(form.context, problem.code, problem.params) : null);
    },
  };
}

function todosOf(form: ReadForm, values: CompanyValues, duplicate: { name: string } | null): Todo[] {
  const { context } = form;
  const { t } = context;
  const labels = companyLabels(context, values.country);
  const problems = new Map(checkCompany(values).map((problem) => [problem.field, problem.code]));
  const todos: Todo[] = COMPANY_FIELDS.filter((field) => problems.has(field) || form.error(field)).map((field) => {
    const key = problems.get(field) === 'FIELD-REQUIRED' ? 'door.fill-in' : 'door.company.correct';
    return { field, text: t(key, { field: labels[field] }) };
  });
  if (duplicate && form.value('differentCompanyReason').trim().length < MIN_REASON) {
    todos.push({ field: 'join-company', text: t('door.company.solve-duplicate', { name: duplicate.name }) });
  }
  return todos;
}

function WhatIsLeft({ context: { t }, todos }: { context: DoorContext; todos: readonly Todo[] }): ReactNode {
  return (
    <div className="panel" role="status" id="what-is-left">
      <p>{todos.length > 0 ? t('door.company.left', { count: todos.length }) : t('door.company.ready')}</p>
      <ul>
        {todos.map(({ field, text }) => (
          <li key={field}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
