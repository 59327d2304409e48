import { enhanceCodeField } from './code-field.ts';
import { enhanceMenu } from './menu.ts';
import { enhanceResend } from './resend.ts';
import { enhanceReveal } from './reveal.ts';

/*
 * What a page of the door gains from a script; all of them work without. Elements are found by id and data attribute
 * and texts come from attributes, so that a browser's translation, which wraps and moves text, breaks nothing.
 */
function each<E extends HTMLElement>(selector: string, enhance: (element: E) => void): void {
  for (const element of document.querySelectorAll<E>(selector)) enhance(element);
}

// The token of a link leaves the address bar; a reload finds it in a cookie (ASVS 14.2.1).
const { cleanPath } = document.body.dataset;
if (cleanPath) history.replaceState(null, '', cleanPath);

document.getElementById('error-summary')?.focus();
each<HTMLDetailsElement>('[data-menu]', enhanceMenu);
each<HTMLButtonElement>('[data-reveal]', enhanceReveal);
each<HTMLInputElement>('input#code', enhanceCodeField);
each<HTMLButtonElement>('[data-wait]', enhanceResend);

// Only the pages that need them load these.
const rules = document.querySelector<HTMLUListElement>('#password-rules');
if (rules) void import('./password-rules.ts').then(({ enhancePasswordRules }) => enhancePasswordRules(rules));
const company = document.querySelector<HTMLFormElement>('[data-company]');
if (company) void import('./company-form.ts').then(({ enhanceCompanyForm }) => enhanceCompanyForm(company));
