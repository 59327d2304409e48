import type { CompanyField } from '@gatehouse/contract/company';
import { checkCompany } from '@gatehouse/contract/company-check';
import { type Lookup, lookUpCompany } from './company-lookup.ts';
import {
  type CompanyTexts,
  labelOf,
  showError,
  showLine,
  showNumberRule,
  shownError,
  showSources,
} from './company-view.ts';
import { hideErrorSummary, listTodos, showErrorSummary, type Todo } from './error-summary.ts';
import { fill } from './texts.ts';

const FIELDS = ['name', 'country', 'registrationNumber', 'address', 'phone', 'timeZone', 'locale'] as const;
const MIN_REASON = 10;
const PAUSE_MS = 500;
/** After this a company that is still being "created" may be sent again: the connection was lost. */
const GIVE_UP_MS = 15_000;

type Values = Record<CompanyField, string>;
type Form = {
  element: HTMLFormElement;
  texts: CompanyTexts;
  /** Fields whose emptiness may be pointed at: those left after something was typed, all once the button was pressed. */
  asked: Set<string>;
  /** What the server refused and only the server can judge: stands until the field is changed. */
  refused: Map<string, string>;
};

/** Card D7: the checks of the company form and its grey or orange button. */
export function enhanceCompanyForm(element: HTMLFormElement): void {
  const button = document.getElementById('create-company');
  if (!(button instanceof HTMLButtonElement)) return;
  const form: Form = {
    element,
    texts: JSON.parse(element.dataset.texts ?? '{}'),
    asked: new Set(FIELDS.filter((field) => shownError(field))),
    refused: refusedByServer(valuesOf(element)),
  };
  const checkDuplicate = duplicateChecker(form);
  const refresh = () => {
    const isComplete = update(form).length === 0;
    if (isComplete) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
    if (isComplete) hideErrorSummary();
  };
  const check = () => {
    refresh();
    void checkDuplicate().then(refresh);
  };
  let pause = 0;
  element.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement) form.refused.delete(target.id);
    clearTimeout(pause);
    pause = window.setTimeout(check, PAUSE_MS);
  });
  element.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLElement) form.asked.add(target.id);
    check();
  });
  // A press leaves the field, what is left changes, and the button moves away under the finger: keep the field instead.
  element.addEventListener('mousedown', (event) => {
    if (event.target instanceof Element && event.target.closest('button, a')) event.preventDefault();
  });
  handleSubmit(form, button, refresh);
  refresh();
}

function handleSubmit(form: Form, button: HTMLButtonElement, refresh: () => void): void {
  const label = button.firstElementChild;
  const restLabel = label?.textContent ?? '';
  const setBusy = (busy: boolean) => {
    if (busy) button.setAttribute('aria-busy', 'true');
    else button.removeAttribute('aria-busy');
    if (label) label.textContent = busy ? form.texts.busy : restLabel;
  };
  form.element.addEventListener('submit', (event) => {
    // Saving, joining and handing over go on whatever is missing here.
    const { submitter } = event;
    const other = submitter instanceof HTMLButtonElement && submitter !== button;
    if (other && (submitter.name || submitter.hasAttribute('formaction'))) return;
    if (button.hasAttribute('aria-busy')) return event.preventDefault();
    for (const field of FIELDS) form.asked.add(field);
    refresh();
    const todos = update(form);
    if (todos.length === 0) {
      setBusy(true);
      setTimeout(() => setBusy(false), GIVE_UP_MS);
      return;
    }
    event.preventDefault();
    showErrorSummary(
      todos.map(({ field, text }) => ({ field, text: summaryText(form, field) ?? text })),
      fill(form.texts.errorTitle, { name: document.title }),
    );
  });
  window.addEventListener('pageshow', () => setBusy(false));
}

/** "Company name: ..." for a field that is filled in wrongly; null where it is empty or no field at all. */
function summaryText(form: Form, field: string): string | null {
  const problem = shownError(field);
  const isEmpty = problem === form.texts.errors['FIELD-REQUIRED'];
  return problem && !isEmpty ? fill(form.texts.wrongField, { name: labelOf(field), problem }) : null;
}

function valuesOf(element: HTMLFormElement): Values {
  const data = new FormData(element);
  return Object.fromEntries(FIELDS.map((field) => [field, String(data.get(field) ?? '')])) as Values;
}

function refusedByServer(values: Values): Map<string, string> {
  const ours = new Set<string>(checkCompany(values).map(({ field }) => field));
  const refused = new Map<string, string>();
  for (const field of [...FIELDS, 'differentCompanyReason']) {
    const error = shownError(field);
    if (error && !ours.has(field)) refused.set(field, error);
  }
  return refused;
}

/** Brings errors, hints and the panel up to date with what is typed; what is left to do, in the order of the form. */
function update(form: Form): Todo[] {
  const { texts, asked, refused } = form;
  const values = valuesOf(form.element);
  const problems = new Map(checkCompany(values).map((problem) => [problem.field, problem]));
  showNumberRule(texts, values.country);
  showSources(values);
  const todos: Todo[] = [];
  for (const field of FIELDS) {
    const problem = problems.get(field);
    const isEmpty = problem?.code === 'FIELD-REQUIRED';
    const text = problem ? fill(texts.errors[problem.code], problem.params) : (refused.get(field) ?? null);
    showError(field, isEmpty && !asked.has(field) ? null : text);
    if (text) todos.push({ field, text: fill(isEmpty ? texts.fillIn : texts.correct, { name: labelOf(field) }) });
  }
  showError('differentCompanyReason', refused.get('differentCompanyReason') ?? null);
  const duplicate = unsolvedDuplicate();
  if (duplicate !== null) {
    todos.push({ field: 'join-company', text: fill(texts.solveDuplicate, { name: duplicate }) });
  }
  showPanel(texts, todos);
  return todos;
}

function showPanel(texts: CompanyTexts, todos: readonly Todo[]): void {
  const panel = document.getElementById('what-is-left');
  const headline = panel?.querySelector('p');
  const text = todos.length > 0 ? texts.left[todos.length - 1] : texts.ready;
  if (headline && headline.textContent !== text) headline.textContent = text ?? '';
  listTodos(panel?.querySelector('ul'), todos);
}

/** Name of a company with the same number, while neither asked to join nor explained. */
function unsolvedDuplicate(): string | null {
  const box = document.getElementById('duplicate');
  const reason = document.getElementById('differentCompanyReason');
  if (!box || box.hidden || !(reason instanceof HTMLTextAreaElement)) return null;
  return reason.value.trim().length < MIN_REASON ? (box.dataset.name ?? '') : null;
}

/** Asks the server when number, country or name have changed; a newer question makes the answer to an older one void. */
function duplicateChecker({ element, texts }: Form): () => Promise<void> {
  const questionOf = ({ country, registrationNumber, name }: Values) => ({ country, registrationNumber, name });
  let asked = JSON.stringify(questionOf(valuesOf(element)));
  return async () => {
    const values = valuesOf(element);
    const question = JSON.stringify(questionOf(values));
    if (question === asked) return;
    asked = question;
    showAnswer(texts, null);
    const isWorthAsking = !checkCompany(values).some(({ field }) => field !== 'name');
    if (!isWorthAsking) return;
    showLine('checking', texts.checking);
    const answer = await lookUpCompany(element.dataset.company ?? '', questionOf(values));
    if (question !== asked) return;
    showLine('checking', null);
    showAnswer(texts, answer);
  };
}

function showAnswer(texts: CompanyTexts, answer: Lookup | null): void {
  const box = document.getElementById('duplicate');
  const name = answer?.duplicate?.name ?? null;
  if (box instanceof HTMLFieldSetElement) {
    box.hidden = name === null;
    box.disabled = name === null;
    box.dataset.name = name ?? '';
    const legend = box.querySelector('legend');
    if (legend && name !== null) legend.textContent = fill(texts.duplicate, { name });
  }
  const names = answer?.similar.length
    ? new Intl.ListFormat(document.documentElement.lang).format(answer.similar)
    : null;
  showLine('similar', names === null ? null : fill(texts.similar, { names }));
}
