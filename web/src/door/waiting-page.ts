/** How often to ask, in milliseconds: soon at first, and more seldom the longer it takes. */
const FIRST_MS = 5_000;
const LAST_MS = 60_000;
const SLOWER = 1.3;
/** Readers hear that it is decided before the page is gone. */
const HEARD_MS = 2_500;

type Waiting = { step: { name: string; request?: string; canEnter?: boolean } };

/** Turns the page by itself once it is decided. Nobody is asked while the page is not looked at. */
export function watchDecision(status: HTMLElement): void {
  const { waiting: flow = '', request = '', decided = '' } = status.dataset;
  let pause = FIRST_MS;
  let timer = 0;
  let isAsking = false;
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    const page = document.hidden ? null : await stateOf(flow);
    if (page && (page.step.name !== 'waiting' || page.step.request !== request)) {
      status.textContent = decided;
      setTimeout(() => turn(flow, page), HEARD_MS);
      return;
    }
    isAsking = false;
    pause = Math.min(pause * SLOWER, LAST_MS);
    timer = window.setTimeout(look, pause);
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    clearTimeout(timer);
    pause = FIRST_MS;
    void look();
  });
  timer = window.setTimeout(look, pause);
}

/** Whoever is let in goes in; anybody else sees the page that comes next. */
function turn(flow: string, { step }: Waiting): void {
  const enter = document.querySelector<HTMLFormElement>('form#enter');
  if (step.canEnter && enter) enter.submit();
  else location.assign(`/flow/${encodeURIComponent(flow)}`);
}

async function stateOf(flow: string): Promise<Waiting | null> {
  try {
    const response = await fetch(`/api/v1/flows/${encodeURIComponent(flow)}`, { signal: AbortSignal.timeout(10_000) });
    // Gone, or another browser's: the page itself says so.
    if (response.status === 404 || response.status === 410) return { step: { name: 'gone' } };
    return response.ok ? ((await response.json()) as Waiting) : null;
  } catch {
    return null;
  }
}
