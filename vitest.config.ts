import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The machine's cores, but never more than eight: each worker holds a database of its own. */
const workers = Math.min(availableParallelism(), 8);

/** Tests of what reckons and holds nothing: no server, database, file, clock or environment. */
const PURE = [
  'contract/**/*.test.ts',
  'server/src/kernel/*.test.ts',
  'server/src/features/*/domain/*.test.ts',
  'web/src/{features,lib}/**/*.test.{ts,tsx}',
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: workers,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    env: { NODE_ENV: 'test', TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          isolate: false, // a worker reads the modules once, not once for each of sixty files
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{contract,demo,server,tools}/**/*.test.{ts,tsx}', 'web/src/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', ...PURE],
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
