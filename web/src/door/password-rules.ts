import { passwordRules } from '@gatehouse/contract/password-rules';

/** Ticks the rules off while a password is typed, in words too; says once when all are met. */
export function enhancePasswordRules(list: HTMLUListElement): void {
  const input = document.getElementById('password');
  const status = document.getElementById('password-status');
  if (!(input instanceof HTMLInputElement) || !status) return;
  const { minLength = '', contextWords = '[]', met = '', allMet = '' } = list.dataset;
  const words: string[] = JSON.parse(contextWords);
  const update = () => {
    const rules: Readonly<Record<string, boolean>> = passwordRules(input.value, Number(minLength), words);
    const items = [...list.querySelectorAll<HTMLElement>('[data-rule]')]; // those that are asked for here
    for (const item of items) {
      const isMet = input.value !== '' && rules[item.dataset.rule ?? ''] === true;
      item.classList.toggle('met', isMet);
      const state = item.querySelector('[data-state]');
      if (state) state.textContent = isMet ? met : '';
    }
    const text = items.every((item) => rules[item.dataset.rule ?? '']) ? allMet : '';
    if (status.textContent !== text) status.textContent = text;
  };
  input.addEventListener('input', update);
  update();
}
