import { brandingRoutes, IMAGE_LIMIT, type UploadedImage } from '@gatehouse/contract/branding';
import { queryOptions } from '@tanstack/react-query';
import { ApiProblem, call, routeUrl } from '../../lib/api.ts';

export function brandingQuery(org: string) {
  return queryOptions({
    queryKey: ['branding', org],
    queryFn: ({ signal }) => call(brandingRoutes.get, { params: { org }, signal }),
  });
}

/** Brings a picture as it is. @throws ApiProblem */
export async function uploadImage(org: string, file: Blob): Promise<UploadedImage> {
  if (file.size > IMAGE_LIMIT) {
    throw new ApiProblem('IMAGE-TOO-LARGE', 413, { params: { kilobytes: IMAGE_LIMIT / 1024 } });
  }
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream' };
  const url = routeUrl(brandingRoutes.upload, { params: { org } });
  const response = await fetch(url, { method: 'POST', headers, body: file, credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem('OFFLINE', 0);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiProblem(answer.code ?? 'SERVER', response.status, answer);
  return answer as UploadedImage;
}

/** Of a logo in a mail, in pixels of the file: twice of what is shown, for sharp screens. */
const MAIL_WIDTH = 480;
const MAIL_HEIGHT = 96;

/**
 * The logo as mail programs can show it: a small PNG. Null where this browser cannot draw it; mails then have the name in
 * words.
 */
export async function drawForMail({ src, width, height }: Pick<UploadedImage, 'src' | 'width' | 'height'>) {
  const picture = new Image();
  picture.src = src;
  await picture.decode();
  const scale = Math.min(MAIL_WIDTH / width, MAIL_HEIGHT / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
}
