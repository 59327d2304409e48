import { afterEach, beforeEach } from 'vitest';

/** For a journey in steps: after one that failed, those behind it are skipped instead of failing too. */
export function oneAfterTheOther(): void {
  let failed = false;
  beforeEach(({ skip }) => {
    if (failed) skip('an earlier step failed');
  });
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
}
