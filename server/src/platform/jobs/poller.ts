/** Calls `look` at once when woken, else every so often; never twice at a time. */
export type Poller = {
  start(): void;
  /** Looks now, or once more when a look is under way. Does nothing unless started. */
  wake(): void;
  /** No look begins any more; resolves when the one under way has ended. */
  stop(): Promise<void>;
};

/** Between two looks while it is crowded. */
const CROWDED_PAUSE = 100;

/** `look` must not throw. While `isCrowded`, a pause comes before whatever a wake asks for. */
export function createPoller(look: () => Promise<void>, milliseconds: number, isCrowded = () => false): Poller {
  let started = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;

  async function lookUntilQuiet(): Promise<void> {
    clearTimeout(timer);
    do {
      again = false;
      await look();
    } while (again && started && !isCrowded());
    looking = null;
    if (started) timer = setTimeout(begin, again ? CROWDED_PAUSE : milliseconds);
  }

  function begin(): void {
    looking = lookUntilQuiet();
  }

  function wake(): void {
    if (!started || again) return;
    again = looking !== null || isCrowded();
    if (looking) return;
    clearTimeout(timer);
    if (again) timer = setTimeout(begin, CROWDED_PAUSE);
    else begin();
  }

  return {
    wake,
    start() {
      started = true;
      again = false;
      wake();
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      await looking;
    },
  };
}
