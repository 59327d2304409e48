import { fill } from './texts.ts';

/** Readers hear the time that is left at most this often, in seconds. */
const SPOKEN_EVERY = 15;

/** Counts down until another code may be asked for. The server decides; this only says when. */
export function enhanceResend(button: HTMLButtonElement): void {
  const shown = document.getElementById('resend-time');
  const spoken = document.getElementById('resend-status');
  if (!shown || !spoken) return;
  const { wait = '', waitText = '', readyText = '' } = button.dataset;
  const end = performance.now() + Number(wait) * 1000;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      button.removeAttribute('aria-disabled');
      shown.hidden = true;
      spoken.textContent = readyText;
      return;
    }
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    shown.textContent = fill(waitText, { time });
    if (left % SPOKEN_EVERY === 0) spoken.textContent = shown.textContent;
  };
  const timer = setInterval(tick, 1000);
  tick();
  button.form?.addEventListener('submit', (event) => {
    if (event.submitter === button && button.hasAttribute('aria-disabled')) event.preventDefault();
  });
}
