import type { ErrorCode, ErrorParams } from '@gatehouse/contract/errors';
import type { DoorContext, FormState } from '../door-context.ts';
import { problemText } from './texts.ts';

/** One thing that is wrong: the id of its control, or null; the sentence there, and the one at the top of the page. */
export type Wrong = { field: string | null; text: string; summary: string };

/** A submitted form as its page reads it. */
export type ReadForm = {
  context: DoorContext;
  value: (field: string, prepared?: string) => string;
  error: (field: string) => string | null;
  wrongs: readonly Wrong[];
};

type Reading = {
  /** Names of the page's controls; a problem about anything else is shown without a link. */
  fields: readonly string[];
  /** The control that a problem of the whole form is about. */
  problemField?: string;
  /** Paths of the contract that have another name on the page. */
  aliases?: Readonly<Record<string, string>>;
  /** What the controls are called, on a page with several: the summary says which one it means. */
  labels?: Readonly<Record<string, string>>;
  /** Parameters that a sentence of this page can always have. */
  known?: ErrorParams;
};

/** Sorts what was wrong to the controls of the page and puts it into words. */
export function readForm(context: DoorContext, form: FormState, reading: Reading): ReadForm {
  const { fields, aliases = {}, problemField = null, labels = {}, known = {} } = reading;
  const describe = (field: string | null, problem: { code: ErrorCode; params: ErrorParams }): Wrong => {
    const text = problemText(context, problem.code, { ...known, ...problem.params });
    const label = field === null ? undefined : labels[field];
    if (label === undefined) return { field, text, summary: text };
    const isEmpty = problem.code === 'FIELD-REQUIRED';
    const { t } = context;
    const summary = isEmpty
      ? t('door.fill-in', { field: label })
      : t('door.wrong-field', { field: label, problem: text });
    return { field, text, summary };
  };
  const wrongs: Wrong[] = form.fields.map((problem) => {
    const name = aliases[problem.path] ?? problem.path;
    return describe(fields.includes(name) ? name : null, problem);
  });
  // A refusal that only says "look at the fields" adds nothing to them.
  if (form.problem && !(form.problem.code === 'REQUEST-INVALID' && wrongs.length > 0)) {
    wrongs.unshift(describe(problemField, form.problem));
  }
  return {
    context,
    wrongs,
    value: (field, prepared = '') => form.values[field] ?? prepared,
    error: (field) => wrongs.find((wrong) => wrong.field === field)?.text ?? null,
  };
}
