import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The machine's cores, but never more than eight: each worker holds a database of its own. */
const workers = Math.min(availableParallelism(), 8);

/** Tests of what reckons and holds nothing: no server, database, file, clock or environment. */
const PURE = [
  'contract/**/*.test.ts',
  'server/src/kernel/*.test.ts',
  'server/src/features/*/domain/*.test.ts',
  'web/src/{features,lib}/**/*.test.{ts,tsx}',
];

/** What takes longest though it is short to read: begun last, it would keep one core while the others are idle. */
const LONG = /e2e\/five-languages\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => LONG.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !LONG.test(moduleId)),
    ];
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: workers,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    sequence: { sequencer: LongFirst },
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
