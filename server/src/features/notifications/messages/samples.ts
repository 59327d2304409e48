import type { Locale } from '@gatehouse/contract/locales';
import type { AnyTemplateName } from './own-message.ts';

type Sample = { readonly params: Record<string, unknown>; readonly secrets: Record<string, unknown> };

/** Names of the sample in the language of its reader; reserved domains only. */
const PEOPLE: Readonly<Record<Locale, { inviter: string; guest: string }>> = {
  en: { inviter: 'Grace Hughes', guest: 'Felix Berg' },
  'zh-TW': { inviter: '林美玲', guest: '張志豪' },
  'zh-CN': { inviter: '李明', guest: '赵敏' },
  pl: { inviter: 'Anna Kowalska', guest: 'Jan Nowak' },
  ru: { inviter: 'Ольга Ким', guest: 'Степан Котов' },
};

/** Data that a message could have, for looking at its words. `origin`: where its links lead. */
export function sampleOf(
  template: AnyTemplateName,
  locale: Locale,
  {
    organizationName,
    productName,
    origin,
    now,
  }: { organizationName: string; productName: string; origin: string; now: Date },
): Sample {
  const { inviter, guest } = PEOPLE[locale];
  const soon = new Date(now.getTime() + 7 * 24 * 60 * 60 * 1000).toISOString();
  const invitation: Sample = {
    params: {
      inviterName: inviter,
      organizationName,
      productName,
      address: 'guest@customer.example',
      recipientName: guest,
      role: null,
      expiresAt: soon,
      timeZone: null,
      note: null,
      supportContact: null,
      docsUrl: null,
    },
    secrets: { link: `${origin}/i/SAMPLE`, typedCode: 'SAMPLE2345', unsubscribe: `${origin}/unsubscribe/sample` },
  };
  const samples: Partial<Record<string, Sample>> = {
    M01: invitation,
    M02: invitation,
    M04: {
      params: { productName, minutes: 10, device: 'Firefox · Windows', place: null },
      secrets: { code: '482193' },
    },
    M06: {
      params: {
        companyName: organizationName,
        productName,
        openUrl: `${origin}/portal`,
        signInAddress: `${origin}/sign-in`,
        steps: ['company', 'invite', 'profile', 'help'],
        support: null,
        docsUrl: null,
      },
      secrets: {},
    },
    M08: {
      params: {
        kind: 'new-sign-in',
        productName,
        device: 'Firefox · Windows',
        ip: '192.0.2.7',
        at: now.toISOString(),
        timeZone: null,
        address: null,
        reviewUrl: `${origin}/portal/devices`,
      },
      secrets: {},
    },
    S01: { params: { productName, minutes: 10, host: new URL(origin).hostname }, secrets: { code: '482193' } },
    S02: { params: { organizationName, productName, kind: 'member' }, secrets: { link: `${origin}/i/SAMPLE2345` } },
  };
  const sample = samples[template];
  if (!sample) throw new Error(`There is no sample of ${template}.`);
  return sample;
}
