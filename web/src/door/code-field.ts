/** Full-width digits read as digits; spaces and dashes of a pasted code dropped. As the contract's `codeField`. */
function normalizeCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\-\u2010-\u2015]/g, '');
}

/** Sends a code that was pasted or filled in by the browser at once; never one that is being typed. */
export function enhanceCodeField(input: HTMLInputElement): void {
  input.addEventListener('input', (event) => {
    const how = event instanceof InputEvent ? event.inputType : '';
    const typed = how === 'insertText' || how === 'insertCompositionText' || how.startsWith('delete');
    if (typed) return;
    const code = normalizeCode(input.value);
    if (!/^\d{6}$/.test(code)) return;
    input.value = code;
    input.form?.requestSubmit();
  });
}
