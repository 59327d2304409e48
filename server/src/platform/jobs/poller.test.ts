import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPoller } from './poller.ts';

describe('the poller', () => {
  let looks = 0;
  let crowded = false;
  const look = async () => {
    looks++;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    looks = 0;
    crowded = false;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('looks at once when it starts or is woken, and by itself every so often', async () => {
    const poller = createPoller(look, 1000);
    poller.start();
    await vi.advanceTimersByTimeAsync(0);
    poller.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toBe(2);
    await vi.advanceTimersByTimeAsync(3000);
    expect(looks).toBe(5);
    await poller.stop();
  });

  it('makes whoever wakes it wait while it is crowded, and looks ten times a second at most', async () => {
    const poller = createPoller(look, 1000, () => crowded);
    poller.start();
    await vi.advanceTimersByTimeAsync(0);
    crowded = true;
    for (let call = 0; call < 50; call++) {
      poller.wake();
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(looks).toBe(1 + 10);
    crowded = false;
    await vi.advanceTimersByTimeAsync(100);
    const before = looks;
    poller.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toBe(before + 1);
    await poller.stop();
  });

  it('never looks twice at a time, and not at all once it has stopped', async () => {
    const slow = Promise.withResolvers<void>();
    const poller = createPoller(() => look().then(() => slow.promise), 1000);
    poller.start();
    poller.wake();
    poller.wake();
    expect(looks).toBe(1);
    const stopped = poller.stop();
    slow.resolve();
    await stopped;
    poller.wake();
    await vi.advanceTimersByTimeAsync(5000);
    expect(looks).toBe(1);
  });
});
