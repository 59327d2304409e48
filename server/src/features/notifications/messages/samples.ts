import { ALERT_RULES } from '@gatehouse/contract/alerts';
import { HELP_CASES } from '@gatehouse/contract/help';
import type { Locale } from '@gatehouse/contract/locales';
import { SECURITY_NOTICES } from '@gatehouse/contract/own-account';
import { ACCOUNT_VARIANTS, ofAnAccount, ofAnAccountByText } from './account-samples.ts';
import type { AnyTemplateName } from './own-message.ts';
import { passwordSamples } from './password-samples.ts';
import type { Sample, SampleWorld } from './sample-world.ts';

/** Names of the sample in the language of its reader; reserved domains only. */
const PEOPLE: Readonly<Record<Locale, { inviter: string; guest: string }>> = {
  en: { inviter: 'Grace Hughes', guest: 'Felix Berg' },
  'zh-TW': { inviter: '林美玲', guest: '張志豪' },
  'zh-CN': { inviter: '李明', guest: '赵敏' },
  pl: { inviter: 'Anna Kowalska', guest: 'Jan Nowak' },
  ru: { inviter: 'Ольга Ким', guest: 'Степан Котов' },
};

const NOTE: Readonly<Record<Locale, string>> = {
  en: 'See you on Monday.',
  'zh-TW': '星期一見。',
  'zh-CN': '周一见。',
  pl: 'Do zobaczenia w poniedziałek.',
  ru: 'До встречи в понедельник.',
};

/** Whom an invitation could be for, and what could stand in it, in the language of its reader. */
export function sampleGuest(locale: Locale): { name: string; address: string; note: string } {
  return { name: PEOPLE[locale].guest, address: 'guest@customer.example', note: NOTE[locale] };
}

const ASKING = { kind: 'company', name: 'Felix Berg', address: 'guest@customer.example', companyName: 'Berg & Co' };

const HELPED = {
  organizationName: 'Berg & Co',
  steps: [] as string[],
  date: '2026-03-02T09:00:00.000Z',
  contact: null,
};
const STEPS = ['credential-set', 'terms-accepted'];

/**
 * What makes a template say something else than usual: name of the sample -> the parameters that differ. Each sentence
 * that can be worded must be seen in one of them: `message-samples.test.ts`.
 */
const VARIANTS: Partial<Record<AnyTemplateName, Readonly<Record<string, Sample['params']>>>> = {
  M01: {
    company: {},
    member: { role: 'member' },
    'company-nameless': { inviterName: null },
    'member-nameless': { role: 'member', inviterName: null },
    'handed-over': { handedOverBy: 'Felix Berg' },
  },
  M24: { ...Object.fromEntries(ALERT_RULES.map((rule) => [rule, { rule }])), more: { more: 3 } },
  M06: { company: {}, person: { companyName: null } },
  M08: Object.fromEntries(
    SECURITY_NOTICES.map((kind) => [
      kind,
      {
        kind,
        ...(kind === 'address-added' ? { address: 'guest@customer.example' } : {}),
        ...(kind.startsWith('number-') ? { address: '+48 512 345 678' } : {}),
        ...(kind === 'number-moved' ? { device: null, ip: null } : {}),
      },
    ]),
  ),
  M07: {
    'password-asked': {},
    'password-begun': {
      by: 'administrator',
      administratorName: 'Grace Hughes',
      organizationName: 'Berg & Co',
      device: null,
      ip: null,
    },
  },
  M09: {
    'new-company': {},
    'wish-to-join': { items: [{ ...ASKING, kind: 'join' }] },
    several: { items: [ASKING, { ...ASKING, kind: 'join' }], more: 3 },
  },
  M16: { 'new-company': {}, 'wish-to-join': { kind: 'join' } },
  M15: { 'with-failed': {}, 'all-invited': { failed: 0 }, added: { what: 'added' } },
  ...ACCOUNT_VARIANTS,
  S02: { member: {}, company: { kind: 'company' }, reminder: { kind: 'reminder' }, added: { kind: 'added' } },
  M20: {
    'help-accept': {},
    'help-self': { asked: 'person' },
    ...Object.fromEntries(
      HELP_CASES.map((of) => [`help-${of}`, { items: [{ ...HELPED, case: of, steps: of === 'steps' ? STEPS : [] }] }]),
    ),
  },
  S03: { 'password-asked': {}, 'password-begun': { by: 'administrator' } },
  S08: { approved: {}, rejected: { state: 'rejected' } },
  S09: {
    'help-link': {},
    'help-sign-in': { kind: 'sign-in' },
    'help-waiting': { kind: 'waiting' },
    'help-ask': { kind: 'ask' },
  },
};

/** Names of the samples of a template, the usual one first. */
export function sampleNames(template: AnyTemplateName): readonly string[] {
  return Object.keys(VARIANTS[template] ?? { usual: {} });
}

/** One sample of a template by its name; the usual one for a name that there is not. */
export function sampleOf(
  template: AnyTemplateName,
  locale: Locale,
  world: SampleWorld,
  name = sampleNames(template)[0],
): Sample {
  const { params, secrets } = usual(locale, world)[template];
  return { params: { ...params, ...VARIANTS[template]?.[name ?? ''] }, secrets };
}

/** Data that each message could have: one that is forgotten here does not compile. */
function usual(
  locale: Locale,
  { organizationName, productName, origin, now }: SampleWorld,
): Record<AnyTemplateName, Sample> {
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
      note: NOTE[locale],
      supportContact: null,
      docsUrl: null,
    },
    secrets: { link: `${origin}/i/SAMPLE`, typedCode: 'SAMPLE2345', unsubscribe: `${origin}/unsubscribe/sample` },
  };
  return {
    M01: invitation,
    M02: invitation,
    M05: { ...invitation, params: { ...invitation.params, role: 'member', note: null } },
    M04: {
      params: { productName, minutes: 10, device: 'Firefox · Windows', place: 'Taichung' },
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
        place: 'Taipei, TW',
        at: now.toISOString(),
        timeZone: null,
        address: null,
        reviewUrl: `${origin}/portal/devices`,
      },
      secrets: { notMe: `${origin}/not-me/SAMPLE` },
    },
    ...ofAnAccount({ organizationName, productName, origin, now }),
    ...ofAnAccountByText({ organizationName, productName, origin, now }),
    ...passwordSamples({ organizationName, productName, origin, now }),
    ...forThoseWhoRun(locale, { organizationName, productName, origin, now }),
    S01: { params: { productName, minutes: 10, host: new URL(origin).hostname }, secrets: { code: '482193' } },
    S02: { params: { organizationName, productName, kind: 'member' }, secrets: { link: `${origin}/i/SAMPLE2345` } },
    ...help(locale, { organizationName, productName, origin, now }),
    S08: {
      params: { companyName: ASKING.companyName, productName, state: 'approved' },
      secrets: { link: `${origin}/sign-in` },
    },
  };
}

/** What is told to those who run an organization, and what they decide. */
function forThoseWhoRun(
  locale: Locale,
  { organizationName, productName, origin }: SampleWorld,
): Record<'M09' | 'M15' | 'M16' | 'M17' | 'M18' | 'M24', Sample> {
  return {
    M17: {
      params: {
        name: PEOPLE[locale].guest,
        from: 'guest@customer.example',
        to: 'colleague@customer.example',
        organizationName,
        productName,
        invitationUrl: `${origin}/console`,
      },
      secrets: {},
    },
    M09: {
      params: { organizationName, productName, items: [ASKING], more: 0, reviewUrl: `${origin}/console` },
      secrets: {},
    },
    M16: {
      params: {
        kind: 'company',
        companyName: ASKING.companyName,
        organizationName,
        productName,
        reason: NOTE[locale],
        support: null,
      },
      secrets: { link: `${origin}/i/SAMPLE` },
    },
    M18: {
      params: {
        productName,
        countries: [
          { country: 'PL', window: 'hour', sent: 240, verified: 3 },
          { country: 'CN', window: 'day', sent: 140, verified: 11 },
        ],
        logUrl: `${origin}/console/sample/sign-in-log`,
      },
      secrets: {},
    },
    M24: {
      params: {
        rule: 'failures-account',
        organizationName,
        productName,
        items: [{ subject: 'guest@customer.example', count: 14, at: '2026-03-02T09:00:00.000Z' }],
        more: 0,
        alertsUrl: `${origin}/console/sample/sign-in-log`,
      },
      secrets: {},
    },
    M15: {
      params: {
        organizationName,
        productName,
        what: 'invited',
        created: 1238,
        skipped: 57,
        failed: 4,
        reportUrl: `${origin}/console/sample/imports/sample`,
      },
      secrets: {},
    },
  };
}

/** How somebody gets in. */
function help(locale: Locale, { organizationName, productName, origin }: SampleWorld): Record<'M20' | 'S09', Sample> {
  return {
    M20: {
      params: {
        asked: 'support',
        organizationName,
        productName,
        address: 'guest@customer.example',
        recipientName: PEOPLE[locale].guest,
        items: [{ ...HELPED, case: 'accept', organizationName }],
        timeZone: null,
      },
      secrets: { link: `${origin}/i/SAMPLE`, typedCode: 'SAMPLE2345' },
    },
    S09: { params: { organizationName, productName, kind: 'link' }, secrets: { link: `${origin}/i/SAMPLE2345` } },
  };
}
