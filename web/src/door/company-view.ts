import type { CompanyField } from '@gatehouse/contract/company';
import type { CompanyProblem } from '@gatehouse/contract/company-check';
import { registrationRule } from '@gatehouse/contract/registration-number';

/** Ready sentences of the page, written by the server into `data-texts`. */
export type CompanyTexts = {
  left: string[];
  ready: string;
  fillIn: string;
  correct: string;
  wrongField: string;
  solveDuplicate: string;
  duplicate: string;
  similar: string;
  busy: string;
  checking: string;
  errorTitle: string;
  errors: Record<CompanyProblem['code'], string>;
  numbers: Record<string, [label: string, hint: string]>;
};

/** The field of a control, with its label, hint and error. */
function frameOf(field: string): HTMLElement | null {
  return document.querySelector(`[data-field="${field}"]`);
}

export function labelOf(field: string): string {
  return frameOf(field)?.querySelector('[data-label]')?.textContent ?? '';
}

/** The error that a field shows now, or null. */
export function shownError(field: string): string | null {
  const error = document.getElementById(`${field}-error`);
  return error && !error.hidden ? (error.querySelector('[data-error]')?.textContent ?? null) : null;
}

/** Writes the error of a field, or takes it away. */
export function showError(field: string, text: string | null): void {
  const control = document.getElementById(field);
  const error = document.getElementById(`${field}-error`);
  const sentence = error?.querySelector('[data-error]');
  if (!control || !error || !sentence || shownError(field) === text) return;
  sentence.textContent = text;
  error.hidden = text === null;
  if (text === null) control.removeAttribute('aria-invalid');
  else control.setAttribute('aria-invalid', 'true');
}

/** Label and hint of the registration number as the country calls it. */
export function showNumberRule(texts: CompanyTexts, country: string): void {
  const [label, hint] = texts.numbers[registrationRule(country).kind] ?? ['', ''];
  const labelElement = frameOf('registrationNumber')?.querySelector('[data-label]');
  const hintElement = document.getElementById('registrationNumber-hint');
  if (labelElement && labelElement.textContent !== label) labelElement.textContent = label;
  if (hintElement && hintElement.textContent !== hint) hintElement.textContent = hint;
}

/** A line of text that is there or not. */
export function showLine(id: string, text: string | null): void {
  const line = document.getElementById(id);
  if (!line) return;
  line.textContent = text;
  line.hidden = text === null;
}

/** "from ..., 14 November" holds only while the value is the one that was prepared. */
export function showSources(values: Readonly<Record<CompanyField, string>>): void {
  for (const source of document.querySelectorAll<HTMLElement>('[data-source]')) {
    const field = source.closest<HTMLElement>('[data-field]')?.dataset.field as CompanyField | undefined;
    source.hidden = !field || values[field] !== source.dataset.source;
  }
}
