import DataLoader from 'dataloader';

/** Keys that one statement looks up at most. */
const MOST_KEYS = 64;

/**
 * A lookup by one key that shares its statement with those that are asked in the same turn of the event loop, whoever
 * asks: ten requests that arrive together cost the database one trip. Nothing is kept: each answer was read after it was
 * asked for. `lookUp` answers in the order of the keys; its error is everybody's who asked.
 */
export function gathered<Key, Found>(lookUp: (keys: readonly Key[]) => Promise<Found[]>): (key: Key) => Promise<Found> {
  const loader = new DataLoader<Key, Found>(lookUp, {
    cache: false,
    maxBatchSize: MOST_KEYS,
    // After all that has arrived has been read, not after the first of it.
    batchScheduleFn: (leave) => setImmediate(leave),
  });
  return (key) => loader.load(key);
}
