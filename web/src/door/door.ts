import { enhanceMenu } from './menu.ts';
import { enhanceReveal } from './reveal.ts';

/*
 * What a page of the door gains from a script; all of them work without. Elements are found by id and data attribute
 * and texts come from attributes, so that a browser's translation, which wraps and moves text, breaks nothing.
 * What only one page needs, only that page loads.
 */
const find = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector);

// The token of a link leaves the address bar; a reload finds it in a cookie (ASVS 14.2.1).
const { cleanPath } = document.body.dataset;
if (cleanPath) history.replaceState(null, '', cleanPath);

// From the next page on, times are in the reader's own zone; until then they say theirs.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// biome-ignore lint/suspicious/noDocumentCookie: older browsers have no other way to write one
document.cookie = `gatehouse-zone=${zone}; path=/; max-age=31536000; samesite=lax`;

find('#error-summary')?.focus();
const menu = find<HTMLDetailsElement>('[data-menu]');
if (menu) enhanceMenu(menu);
const reveal = find<HTMLButtonElement>('[data-reveal]');
if (reveal) enhanceReveal(reveal);
const code = find<HTMLInputElement>('input#code');
if (code) void import('./code-page.ts').then(({ enhanceCodePage }) => enhanceCodePage(code));
const passkey = find('[data-passkey]');
if (passkey) void import('./passkey.ts').then(({ enhancePasskey }) => enhancePasskey(passkey));
const rules = find<HTMLUListElement>('#password-rules');
if (rules) void import('./password-rules.ts').then(({ enhancePasswordRules }) => enhancePasswordRules(rules));
const waiting = find('[data-waiting]');
if (waiting) void import('./waiting-page.ts').then(({ watchDecision }) => watchDecision(waiting));
const company = find<HTMLFormElement>('[data-company]');
if (company) void import('./company-form.ts').then(({ enhanceCompanyForm }) => enhanceCompanyForm(company));
