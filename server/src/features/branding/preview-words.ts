import type { BrandPreview, BrandValues } from '@gatehouse/contract/branding';
import type { Locale } from '@gatehouse/contract/locales';
import type { MembershipView } from '../../kernel/actor.ts';
import type { Services } from '../../platform/services.ts';
import { previewMessage } from '../notifications/index.ts';
import { draftBrand } from './draft-brand.ts';

const TEXT_MESSAGES = ['S01', 'S02'] as const;

/** Sender and subject of an invitation, and the text messages, with values that are not saved. @throws AppError as `updateBranding` */
export async function previewWords(
  services: Pick<Services, 'database' | 'clock' | 'publicUrl'>,
  place: Pick<MembershipView, 'organizationId' | 'name'>,
  values: Partial<BrandValues>,
  locale: Locale,
): Promise<BrandPreview> {
  const brand = await draftBrand(services, place.organizationId, values);
  const draft = { ...brand, dress: brand.look?.mail ?? null, texts: {} };
  const look = (template: string) => previewMessage(services, place, { template, locale, sample: null }, draft);
  const [mail, ...sms] = await Promise.all(['M01', ...TEXT_MESSAGES].map(look));
  return {
    look: brand.look,
    sender: mail?.sender ?? '',
    subject: mail?.subject ?? '',
    sms: TEXT_MESSAGES.map((template, index) => ({
      template,
      text: sms[index]?.text ?? '',
      ...(sms[index]?.sms ?? { parts: 0, encoding: '', length: 0 }),
    })),
  };
}
