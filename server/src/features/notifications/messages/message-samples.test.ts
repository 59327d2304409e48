import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, type Locale } from '@gatehouse/contract/locales';
import { OWN_NOTICES, SECURITY_NOTICES } from '@gatehouse/contract/own-account';
import { describe, expect, it } from 'vitest';
import { localesDirectory } from '../../../platform/i18n/catalogue.ts';
import { patternsOf } from '../../../platform/i18n/own-texts.ts';
import { isOwnKey } from '../domain/own-text.ts';
import { OWN_ACCOUNT_NOTICES } from './own-account-message.ts';
import { ALL_TEMPLATES, type AnyTemplateName, channelOf } from './own-message.ts';
import { RECOVERY_NOTICES } from './recovery-message.ts';
import { type MessageTemplate, renderMessage } from './render-message.ts';
import { renderSms } from './render-sms.ts';
import { sampleNames, sampleOf } from './samples.ts';
import type { SmsTemplateName } from './sms-templates.ts';

const WORLD = {
  organizationName: 'Formosa Machine Tools',
  productName: 'Machine Room',
  origin: 'https://gate.example',
  now: new Date('2026-11-22T10:00:00Z'),
};

function everything(template: AnyTemplateName, locale: Locale, name: string, own: Record<string, string>): string {
  const { params, secrets } = sampleOf(template, locale, WORLD, name);
  if (channelOf(template) === 'sms') return renderSms(template as SmsTemplateName, params, secrets, locale, own);
  const { subject, text, html } = renderMessage(template as MessageTemplate, params, secrets, locale, own);
  return `${subject}\n${text}\n${html}`;
}

/** Where the console calls a template or a sample by its name, and a message of somebody's record. */
function consoleTexts(locale: Locale): Record<string, string> {
  const read = (file: string) => JSON.parse(readFileSync(path.join(localesDirectory(), locale, file), 'utf8'));
  return { ...read('branding.json'), ...read('people.json') };
}

describe.each(ALL_TEMPLATES)('%s can be worded and looked at', (template) => {
  it.each(LOCALES)('has a name, samples and words in %s', (locale) => {
    const texts = consoleTexts(locale);
    expect(texts).toHaveProperty([`branding.template.${template}`]);
    expect(texts).toHaveProperty([`people.template.${template}`]);
    const names = sampleNames(template);
    if (names.length > 1) for (const name of names) expect(texts).toHaveProperty([`branding.sample.${name}`]);
    const keys = [...patternsOf(locale).keys()].filter((key) => isOwnKey(template, key));
    expect(keys.length, `locales/${locale} has nothing for ${template}`).toBeGreaterThan(0);
    for (const name of names) expect(everything(template, locale, name, {})).not.toMatch(/\b(mail|sms)\.[MS]\d\d/);
    const unseen = keys.filter((key, index) => {
      const mark = `q${index}z`;
      const own = { [key]: `${patternsOf(locale).get(key)} ${mark}` };
      return !names.some((name) => everything(template, locale, name, own).includes(mark));
    });
    expect(unseen, 'these words stand in no sample of samples.ts').toEqual([]);
  });
});

it('whatever is told of an account has a name in the list of its owner', () => {
  const told = [...SECURITY_NOTICES, ...RECOVERY_NOTICES.map((kind) => `recovery-${kind}`), ...OWN_ACCOUNT_NOTICES];
  expect(OWN_NOTICES).toEqual(expect.arrayContaining(told));
  for (const locale of LOCALES) {
    const texts = JSON.parse(readFileSync(path.join(localesDirectory(), locale, 'security.json'), 'utf8'));
    for (const about of OWN_NOTICES) expect(texts).toHaveProperty([`security.notice.${about}`]);
  }
});

it('every word of a mail or text message belongs to one that is sent', () => {
  const ownerless = [...patternsOf('en').keys()].filter((key) => {
    const template = /^(?:mail|sms)\.([MS]\d+)/.exec(key)?.[1];
    return template !== undefined && !(ALL_TEMPLATES as readonly string[]).includes(template);
  });
  expect(ownerless).toEqual([]);
});

it.each(LOCALES)(
  'nothing clings to a link in %s: phones take full-width brackets and stops for a part of it',
  (locale) => {
    for (const template of ALL_TEMPLATES) {
      for (const name of sampleNames(template)) {
        const { params, secrets } = sampleOf(template, locale, WORLD, name);
        const text =
          channelOf(template) === 'sms'
            ? renderSms(template as SmsTemplateName, params, secrets, locale, {})
            : renderMessage(template as MessageTemplate, params, secrets, locale, {}).text;
        expect(text, `${template} ${name}`).not.toMatch(/https?:\/\/[\x21-\x7e]*[^\s\x20-\x7e]/);
      }
    }
  },
);
