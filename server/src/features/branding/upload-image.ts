import { createHash } from 'node:crypto';
import { IMAGE_LIMIT, type UploadedImage } from '@gatehouse/contract/branding';
import { AppError } from '../../kernel/app-error.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { checkImage } from '../../platform/images/check-image.ts';
import { type ImageProblem, MAX_SIDE } from '../../platform/images/image.ts';
import type { Services } from '../../platform/services.ts';
import { imageSource, insertFile, sweepFiles } from './brand-file-store.ts';

/** As many files may wait to be named by a brand: whoever tries out colours and logos needs fewer. */
const MOST_FILES = 40;

/**
 * Keeps an image that was looked through by its content, under the hash of what is left of it.
 * @throws AppError IMAGE-TOO-LARGE {kilobytes}, IMAGE-TYPE, IMAGE-BROKEN, IMAGE-UNSAFE, IMAGE-DIMENSIONS {width, height, max},
 * RATE-LIMITED {seconds}
 */
export async function uploadImage(
  services: Pick<Services, 'database' | 'clock'>,
  organizationId: string,
  content: Buffer,
): Promise<UploadedImage> {
  if (content.length > IMAGE_LIMIT) throw new AppError('IMAGE-TOO-LARGE', { kilobytes: IMAGE_LIMIT / 1024 });
  const image = await checkImage(content);
  if ('problem' in image) throw refusal(image);
  const { bytes, type, width, height, removed } = image;
  if (bytes.length > IMAGE_LIMIT) throw new AppError('IMAGE-TOO-LARGE', { kilobytes: IMAGE_LIMIT / 1024 });
  const name = `${createHash('sha256').update(bytes).digest('hex')}.${type}`;
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const kept = await sweepFiles(tx, organizationId, after(now, -DAY));
    if (kept >= MOST_FILES) throw new AppError('RATE-LIMITED', { seconds: DAY / 1000 });
    await insertFile(tx, { name, organizationId, bytes, width, height }, now);
  });
  return { name, src: imageSource(name), width, height, bytes: bytes.length, removed: [...removed] };
}

function refusal(found: ImageProblem): AppError {
  switch (found.problem) {
    case 'type':
      return new AppError('IMAGE-TYPE');
    case 'broken':
      return new AppError('IMAGE-BROKEN');
    case 'unsafe':
      return new AppError('IMAGE-UNSAFE');
    case 'dimensions':
      return new AppError('IMAGE-DIMENSIONS', { width: found.width, height: found.height, max: MAX_SIDE });
  }
}
