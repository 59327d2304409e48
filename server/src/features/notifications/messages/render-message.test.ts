import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAIL_COLORS } from './mail-dress.ts';
import { type MessageParams, type MessageSecrets, type MessageTemplate, renderMessage } from './render-message.ts';

const LINK = 'https://id.gfms.example/i/9fQ2k_7xVb-31';

const invitation: MessageParams<'M01'> = {
  inviterName: 'Lin Mei',
  organizationName: 'GFMS',
  productName: 'GFMS Workbench',
  address: 'willy@urs.example',
  recipientName: 'Willy',
  role: null,
  expiresAt: '2026-11-29T10:00:00.000Z',
  timeZone: 'Asia/Taipei',
  note: 'Line 3 first.\nThen line 4.',
  supportContact: 'help@gfms.example',
  docsUrl: 'https://docs.gfms.example',
};
const UNSUBSCRIBE = 'https://id.gfms.example/unsubscribe/inv_1/proof';
const invitationSecrets: MessageSecrets<'M01'> = { link: LINK, typedCode: '7KQ2MX9PTA', unsubscribe: UNSUBSCRIBE };

const notice: MessageParams<'M08'> = {
  kind: 'new-sign-in',
  productName: 'GFMS Workbench',
  device: 'Firefox on Windows',
  ip: '203.0.113.7',
  at: '2026-11-22T08:15:00.000Z',
  timeZone: null,
  address: null,
  reviewUrl: 'https://id.gfms.example/account/devices',
};

type Sample = { name: string; template: MessageTemplate; params: object; secrets: object; href: string | null };
const samples: Sample[] = [
  { name: 'M01', template: 'M01', params: invitation, secrets: invitationSecrets, href: LINK },
  {
    name: 'M01 with the least',
    template: 'M01',
    params: {
      ...invitation,
      inviterName: null,
      recipientName: null,
      role: 'inviter',
      timeZone: null,
      note: null,
      supportContact: null,
      docsUrl: null,
    } satisfies MessageParams<'M01'>,
    secrets: invitationSecrets,
    href: LINK,
  },
  {
    name: 'M01 for a member, with a note of nobody',
    template: 'M01',
    params: { ...invitation, role: 'member' },
    secrets: invitationSecrets,
    href: LINK,
  },
  {
    name: 'M04',
    template: 'M04',
    params: { productName: 'GFMS', minutes: 10, device: 'Safari on iPhone', place: 'Taipei' },
    secrets: { code: '482193' },
    href: null,
  },
  {
    name: 'M06',
    template: 'M06',
    params: {
      companyName: 'URS',
      productName: 'GFMS',
      openUrl: 'https://id.gfms.example/',
      signInAddress: 'https://id.gfms.example/sign-in',
      steps: ['company', 'invite', 'profile', 'help'],
      support: 'help@gfms.example',
      docsUrl: null,
    },
    secrets: {},
    href: 'https://id.gfms.example/',
  },
  ...(['new-sign-in', 'password-changed', 'address-added'] as const).map((kind) => ({
    name: `M08 ${kind}`,
    template: 'M08' as const,
    params: { ...notice, kind, address: kind === 'address-added' ? 'w@urs.example' : null },
    secrets: {},
    href: notice.reviewUrl,
  })),
];

const cases = samples.flatMap((sample) => LOCALES.map((locale) => ({ ...sample, locale })));
const occurrences = (text: string, part: string) => text.split(part).length - 1;
const body = (html: string) => html.slice(html.indexOf('<body'));

describe('every mail in every language', () => {
  it.each(cases)('$name in $locale', ({ template, params, secrets, locale, href }) => {
    const { subject, html, text, headers } = renderMessage(template, params, secrets, locale);
    expect(html).toMatch(new RegExp(`^<!DOCTYPE html><html lang="${locale}" dir="ltr">`, 'i'));
    expect(headers).toEqual({
      ...(template === 'M01' && {
        'List-Unsubscribe': `<${UNSUBSCRIBE}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
      'Auto-Submitted': 'auto-generated',
      'Content-Language': locale,
      'X-Auto-Response-Suppress': 'All',
    });
    expect(subject).toMatch(/^\P{Cc}{5,}$/u);
    expect(Buffer.byteLength(html)).toBeLessThan(40_000);
    expect(`${subject}${html}${text}`).not.toMatch(/mail\.M|common\.|undefined|\bnull\b/);
    expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|@import|@font-face/i);
    expect(occurrences(html, 'href=')).toBe(href ? 1 : 0);
    if (href) {
      expect(html).toContain(`href="${href}"`);
      expect(body(html)).toContain(`>${href}</span>`);
      expect(text.split('\n')).toContain(href);
    }
  });
});

describe('subjects', () => {
  it.each<[Locale, string]>([
    ['en', 'Lin Mei invited you to GFMS on GFMS Workbench'],
    ['zh-TW', 'Lin Mei 邀請您加入 GFMS 的 GFMS Workbench'],
    ['zh-CN', 'Lin Mei 邀请您加入 GFMS 的 GFMS Workbench'],
    ['pl', 'Lin Mei zaprasza Cię do GFMS Workbench (GFMS)'],
    ['ru', 'Lin Mei приглашает вас в GFMS Workbench (GFMS)'],
  ])('of an invitation in %s', (locale, expected) => {
    expect(renderMessage('M01', invitation, invitationSecrets, locale).subject).toBe(expected);
  });

  it('of a code begin with the code', () => {
    const params = { productName: 'GFMS', minutes: 10, device: 'Safari', place: null };
    for (const locale of LOCALES) {
      const mail = renderMessage('M04', params, { code: '042193' }, locale);
      expect(mail.subject).toMatch(/^042193/);
      expect(mail.text).toContain('\n    042193\n');
      expect(body(mail.html)).toContain('>042193</td>');
    }
  });
});

describe('an invitation', () => {
  it.each(LOCALES)('says all that its reader needs, in %s', (locale) => {
    const { html, text } = renderMessage('M01', invitation, invitationSecrets, locale);
    for (const part of [
      'Willy',
      'Lin Mei',
      'willy@urs.example',
      '18:00',
      'Line 3 first.',
      'help@gfms.example',
      'https://docs.gfms.example',
      'id.gfms.example/i',
      '7KQ2-MX9P-TA',
    ]) {
      expect(text).toContain(part);
      expect(body(html)).toContain(part);
    }
    expect(occurrences(text, LINK)).toBe(1);
    expect(occurrences(html, LINK)).toBe(2);
  });

  it('refuses a link that is not of the web', () => {
    const secrets = { ...invitationSecrets, link: 'javascript:alert(1)' };
    expect(() => renderMessage('M01', invitation, secrets, 'en')).toThrow();
  });

  it('refuses a parameter that it does not know', () => {
    expect(() => renderMessage('M01', { ...invitation, token: 'x' }, invitationSecrets, 'en')).toThrow();
  });
});

describe('names of others are text', () => {
  const hostile = '<script>alert(1)</script>"\'&\r\nBcc: x@evil.test\u202Eoverride\u200B\u2028{name}</title>';

  it('in subject, HTML and plain text', () => {
    const params = {
      ...invitation,
      inviterName: hostile,
      organizationName: hostile,
      productName: hostile,
      recipientName: hostile,
      note: hostile,
    };
    const { subject, html, text } = renderMessage('M01', params, invitationSecrets, 'pl');
    expect(subject).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
    expect(subject).toContain('<script>');
    expect(html).not.toMatch(/<script|alert\(1\)<\/script/i);
    expect(html).toContain('&lt;script&gt;');
    expect(occurrences(html, '</title>')).toBe(1);
    expect(`${html}${text}`).not.toMatch(/[\p{Bidi_Control}\u200B\u2028]/u);
  });

  it('whatever they are', () => {
    const unit = fc.constantFrom('<', '>', '"', "'", '&', '{', '}', '\r', '\n', '\u202e', '\ud800', '#', 'ż', '邀');
    fc.assert(
      fc.property(fc.string({ unit }), fc.constantFrom(...LOCALES), (name, locale) => {
        const params = { ...invitation, inviterName: name, organizationName: name, note: name };
        const { subject, html } = renderMessage('M01', params, invitationSecrets, locale);
        expect(subject).not.toMatch(/[\r\n]/);
        expect(occurrences(html, 'href=')).toBe(1);
        expect(html.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('colours', () => {
  const channel = (hex: string, at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  /** WCAG 2.2, contrast ratio. */
  const contrast = (a: string, b: string) => {
    const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  it('can be read: 4.5 to 1 for every text on its ground', () => {
    const { brand, onBrand, ink, muted, canvas, surface, sunken } = MAIL_COLORS;
    expect(contrast(onBrand, brand)).toBeGreaterThan(6);
    for (const ground of [canvas, surface, sunken]) {
      expect(contrast(ink, ground)).toBeGreaterThan(4.5);
      expect(contrast(muted, ground)).toBeGreaterThan(4.5);
    }
  });

  it('of the button are in the mail', () => {
    const { html } = renderMessage('M01', invitation, invitationSecrets, 'en');
    expect(html).toMatch(/bgcolor="#F97316"/);
    expect(html).toMatch(/<a [^>]*background:#F97316[^>]*color:#1C1917/);
  });
});
