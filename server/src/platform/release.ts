import { readFileSync } from 'node:fs';
import { findUpward } from './find-upward.ts';

/** Of this release, as in its manifest. */
export const VERSION: string = (
  JSON.parse(readFileSync(findUpward(import.meta.dirname, 'server/package.json'), 'utf8')) as { version: string }
).version;
