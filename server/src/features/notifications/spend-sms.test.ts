import { ALERT_RULES } from '@gatehouse/contract/alerts';
import { expect, it } from 'vitest';
import { purposeOf } from './spend-sms.ts';

it('alerts that strangers bring about do not use up the notices of what was done inside', () => {
  const of = (purpose: string) =>
    ALERT_RULES.filter((rule) => purposeOf({ template: 'S21', params: { rule } }) === purpose);
  expect(of('warning')).toEqual(['many-accounts', 'failures-account', 'failures-organization', 'account-locked']);
  expect(of('notice')).toEqual(['audit-tampered', 'disowned', 'impossible-travel', 'factor-removed', 'admin-reset']);
});

it('a warning of codes that nobody types leaves though they have spent what numbers share', () => {
  expect(purposeOf({ template: 'S20', params: {} })).toBe('notice');
});

it.each(['S18', 'S19'])('%s counts as what people send themselves', (template) => {
  expect(purposeOf({ template, params: {} })).toBe('other');
});
