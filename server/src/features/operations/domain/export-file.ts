import type { Operation } from '@gatehouse/contract/operations';
import { after, DAY } from '../../../kernel/clock.ts';

/** How long a file is there, once it was written. */
const FILE_LIFE = DAY;

/** From when on the file of an operation is gone; null while there is none. What was stopped is there as far as it came. */
export function fileUntil(of: Pick<Operation, 'state' | 'fileName'> & { readonly endedAt: Date | null }): Date | null {
  const written = of.fileName !== null && (of.state === 'done' || of.state === 'stopped');
  return written && of.endedAt ? after(of.endedAt, FILE_LIFE) : null;
}
