/** The button that shows a password; masked again before it is sent, so that no browser remembers it as plain text. */
export function enhanceReveal(button: HTMLButtonElement): void {
  const input = document.getElementById(button.dataset.reveal ?? '');
  if (!(input instanceof HTMLInputElement)) return;
  const { showLabel = '', hideLabel = '' } = button.dataset;
  const show = (visible: boolean) => {
    input.type = visible ? 'text' : 'password';
    button.textContent = visible ? hideLabel : showLabel;
  };
  button.hidden = false;
  button.addEventListener('click', () => show(input.type === 'password'));
  input.form?.addEventListener('submit', () => show(false));
}
