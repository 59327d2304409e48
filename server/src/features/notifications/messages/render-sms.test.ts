import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import { describe, expect, it } from 'vitest';
import { measureSms } from '../../../platform/sms/segments.ts';
import { renderSms } from './render-sms.ts';
import { sampleNames, sampleOf } from './samples.ts';

const code = { productName: 'Gatehouse', minutes: 10, host: 'id.gate.example' };
const LINK = 'https://id.gate.example/i/ABCD2345EF';
const invitation = { organizationName: 'Łódź Maszyny', productName: 'Gatehouse', kind: 'member' as const };

describe('a code by text message', () => {
  it.each<[Locale, string, number]>([
    ['en', '482193 is your Gatehouse code. Valid 10 min. Do not share it.', 87],
    ['zh-TW', '482193 是您的 Gatehouse 驗證碼，10 分鐘內有效，請勿提供給任何人。', 69],
    ['zh-CN', '【Gatehouse】验证码 482193，10分钟内有效，请勿告诉他人。', 63],
    ['pl', '482193 to kod Gatehouse. Wazny 10 min. Nie podawaj go nikomu.', 87],
    ['ru', 'Gatehouse: код 482193. Никому не сообщайте.', 69],
  ])('in %s, tied to the host that may have it (S28)', (locale, first, length) => {
    const text = renderSms('S01', code, { code: '482193' }, locale);
    expect(text).toBe(`${first}\n\n@id.gate.example #482193`);
    expect(measureSms(text)).toMatchObject({ length, parts: 1 });
  });

  it.each(LOCALES)('is one part in %s whatever the product is called', (locale) => {
    const text = renderSms(
      'S01',
      { ...code, productName: (locale === 'en' || locale === 'pl' ? 'Łódź Workbench ' : '华北机械设备').repeat(9) },
      { code: '042193' },
      locale,
    );
    expect(measureSms(text).parts).toBe(1);
    expect(text).toMatch(/042193[\s\S]*\n\n@id\.gate\.example #042193$/);
  });
});

describe('an invitation by text message', () => {
  it.each(LOCALES.flatMap((locale) => (['member', 'company'] as const).map((kind) => [locale, kind] as const)))(
    'is one part in %s for a %s, and its link is whole',
    (locale, kind) => {
      for (const organizationName of ['Łódź Maszyny', '华北机械', 'Б'.repeat(100), 'A'.repeat(200)]) {
        const text = renderSms('S02', { ...invitation, organizationName, kind }, { link: LINK }, locale);
        expect(text.endsWith(LINK.slice('https://'.length))).toBe(true);
        expect(measureSms(text).parts, text).toBe(1);
      }
    },
  );

  it('has no marks in Polish', () => {
    expect(renderSms('S02', invitation, { link: LINK }, 'pl')).toBe(`Lodz Maszyny zaprasza Cie do Gatehouse: ${LINK}`);
  });

  it('a name makes no line, no signature and no link of its own', () => {
    const organizationName = 'evil.example/x\n@evil.example #1【Bank】';
    const text = renderSms('S02', { ...invitation, organizationName }, { link: LINK }, 'zh-CN');
    expect(text.split('\n')).toHaveLength(1);
    expect(text.match(/【/g)).toHaveLength(1);
    expect(text).not.toContain('evil.example');
  });

  it('a link too long for one part is whole all the same', () => {
    const link = `https://${'long-'.repeat(14)}host.example/i/ABCD2345EF`;
    expect(renderSms('S02', invitation, { link }, 'ru')).toContain(link.slice('https://'.length));
  });
});

const ABOUT_ACCOUNTS = (['S10', 'S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S19', 'S20', 'S21'] as const).flatMap(
  (template) => sampleNames(template).flatMap((name) => LOCALES.map((locale) => [template, name, locale] as const)),
);

it.each(ABOUT_ACCOUNTS)('%s (%s) is one part in %s, whatever the product is called', (template, name, locale) => {
  const long = (locale === 'en' || locale === 'pl' ? 'Łódź Workbench ' : '华北机械设备').repeat(9);
  for (const productName of ['Gatehouse', 'Machine Room', long]) {
    const world = { organizationName: 'Łódź Maszyny', productName, origin: 'https://id.gate.example', now: new Date() };
    const { params, secrets } = sampleOf(template, locale, world, name);
    expect(measureSms(renderSms(template, params, secrets, locale)).parts).toBe(1);
  }
});
