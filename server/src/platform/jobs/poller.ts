/** Calls `look` at once when woken, else every so often; never twice at a time. */
export type Poller = {
  start(): void;
  /** Looks now, or once more when a look is under way. Does nothing unless started. */
  wake(): void;
  /** No look begins any more; resolves when the one under way has ended. */
  stop(): Promise<void>;
};

/** `look` must not throw. */
export function createPoller(look: () => Promise<void>, milliseconds: number): Poller {
  let started = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;

  async function lookUntilQuiet(): Promise<void> {
    clearTimeout(timer);
    do {
      again = false;
      await look();
    } while (again && started);
    looking = null;
    if (started) timer = setTimeout(wake, milliseconds);
  }

  function wake(): void {
    if (!started) return;
    if (looking) again = true;
    else looking = lookUntilQuiet();
  }

  return {
    wake,
    start() {
      started = true;
      wake();
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      await looking;
    },
  };
}
