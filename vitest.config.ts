import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The machine's cores, but never more than eight: each worker holds a database of its own. */
const workers = Math.min(availableParallelism(), 8);

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: workers,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    env: { NODE_ENV: 'test', TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{contract,demo,server,tools}/**/*.test.{ts,tsx}', 'web/src/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['server/test/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['server/test/global-setup.ts'],
          sequence: { groupOrder: 1 }, // after the rest: a browser wants the cores for itself
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: { poll: { timeout: 10_000 } }, // a person's patience, as for everything else
        },
      },
    ],
  },
});
