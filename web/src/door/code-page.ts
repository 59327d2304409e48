import { enhanceCodeField } from './code-field.ts';
import { enhanceResend } from './resend.ts';

/** Card D4: the field of the code, and the wait for another one. */
export function enhanceCodePage(input: HTMLInputElement): void {
  enhanceCodeField(input);
  const button = document.querySelector<HTMLButtonElement>('[data-wait]');
  if (button) enhanceResend(button);
}
