import { ALERT_RULES } from '@gatehouse/contract/alerts';
import { ADDRESS_KINDS, timestampField } from '@gatehouse/contract/fields';
import { INVITATION_KINDS } from '@gatehouse/contract/invitations';
import { SECURITY_NOTICES } from '@gatehouse/contract/own-account';
import { z } from 'zod';
import type { Translate } from '../../../platform/i18n/translate.ts';
import { foldToGsm, measureSms } from '../../../platform/sms/segments.ts';
import { CLOSING_NOTICES } from './closing-message.ts';
import { ownLink, shownLine } from './mail-content.ts';
import { OWN_ACCOUNT_NOTICES } from './own-account-message.ts';
import { RECOVERY_NOTICES } from './recovery-message.ts';

/** 【】 is the signature of a Chinese carrier, and phones make a link of anything with a dot in it. */
const shownName = shownLine.transform((name) => name.replace(/[【】]/g, ' ').replace(/[./:](?=\p{L}{2})/gu, '$& '));

/** A text message: as `MailTemplate`, in one line or two. `write` is called again with shorter names until it fits. */
export type SmsTemplate<P extends z.ZodType, S extends z.ZodType> = {
  readonly params: P;
  readonly secrets: S;
  /** Names that may be cut, the first first. */
  readonly shortened: readonly (keyof z.output<P> & string)[];
  readonly write: (t: Translate, params: z.output<P>, secrets: z.output<S>) => string;
};

function smsTemplate<P extends z.ZodType, S extends z.ZodType>(definition: SmsTemplate<P, S>) {
  return definition;
}

const count = z.int().nonnegative();

/** S01: the one-time code. The last line ties it to the host in the address bar (WICG: origin-bound one-time codes). */
const smsCode = smsTemplate({
  params: z.strictObject({
    productName: shownName,
    /** How long the code is valid. */
    minutes: z.number().int().positive(),
    /** The host that the browser shows, without a port. */
    host: z.string().regex(/^[\w.-]+$/),
  }),
  secrets: z.strictObject({ code: z.string().regex(/^\d{4,10}$/) }),
  shortened: ['productName'],
  write: (t, { productName, minutes, host }, { code }) =>
    `${t('sms.S01', { code, productName, minutes })}\n\n@${host} #${code}`,
});

function shownLink(t: Translate, name: string, link: string): string {
  const wide = ['zh-TW', 'zh-CN', 'ru'].includes(t.locale) || measureSms(foldToGsm(name)).encoding === 'UCS-2';
  return wide ? link.replace(/^https:\/\//, '') : link;
}

/** S02: somebody is invited, or reminded of it. The link is short (`/i/ABCD2345EF`), or it would not fit one part. */
const smsInvitation = smsTemplate({
  params: z.strictObject({
    organizationName: shownName,
    productName: shownName,
    /** `reminder`: of one that was not opened yet. `added`: by an administrator, so that signing in is enough. */
    kind: z.enum([...INVITATION_KINDS, 'reminder', 'added']),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  // Sixteen bits a character leave no room for what every phone knows a link without.
  write: (t, { kind, organizationName, productName }, { link }) =>
    t(`sms.S02.${kind}`, { organizationName, productName, link: shownLink(t, organizationName + productName, link) }),
});

/** S03: a short link to set a new password (`/r/ABCD2345EF`), which the person asked for or an administrator began. */
const smsPasswordLink = smsTemplate({
  params: z.strictObject({
    organizationName: shownName,
    productName: shownName,
    /** How long the link is good. */
    minutes: z.number().int().positive(),
    by: z.enum(['person', 'administrator']),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { by, organizationName, productName, minutes }, { link }) => {
    const shown = shownLink(t, organizationName + productName, link);
    return t(`sms.S03.${by}`, { organizationName, productName, minutes, link: shown });
  },
});

/** S05: a temporary password. What it is for stands in no message beside it. */
const smsTemporaryPassword = smsTemplate({
  params: z.strictObject({ productName: shownName, hours: z.number().int().positive() }),
  secrets: z.strictObject({ password: z.string().regex(/^[\w-]{8,40}$/) }),
  shortened: ['productName'],
  write: (t, { productName, hours }, { password }) => t('sms.S05', { productName, hours, password }),
});

/** S08: what somebody with nothing but a phone asked for was decided. */
const smsDecision = smsTemplate({
  params: z.strictObject({
    companyName: shownName,
    productName: shownName,
    state: z.enum(['approved', 'rejected']),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['companyName', 'productName'],
  write: (t, { companyName, productName, state }, { link }) =>
    t(`sms.S08.${state}`, { companyName, productName, link: shownLink(t, companyName + productName, link) }),
});

/** S09: how to get in, for somebody with nothing but a phone who asked for it, or for whom their support did. */
const smsHelp = smsTemplate({
  params: z.strictObject({
    organizationName: shownName,
    productName: shownName,
    /** `link`: of their invitation; `sign-in`: with a code; `waiting`: for a decision; `ask`: whoever runs the place. */
    kind: z.enum(['link', 'sign-in', 'waiting', 'ask']),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName, kind }, { link }) =>
    t(`sms.S09.${kind}`, { organizationName, productName, link: shownLink(t, organizationName + productName, link) }),
});

/** S10: the number or address of an account changed; told to the number that it had, with the way back. */
const smsAddressChanged = smsTemplate({
  params: z.strictObject({ productName: shownName, kind: z.enum(ADDRESS_KINDS) }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['productName'],
  write: (t, { productName, kind }, { link }) =>
    t(`sms.S10.${kind}`, { productName, link: shownLink(t, productName, link) }),
});

/** S11: an administrator entered another address or number, which whoever reads it is to confirm. */
const smsChangeAsked = smsTemplate({
  params: z.strictObject({ organizationName: shownName, productName: shownName }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName }, { link }) =>
    t('sms.S11', { organizationName, productName, link: shownLink(t, organizationName + productName, link) }),
});

/** S12: somebody asked for a new start without the second step; with the way to stop it, or to go on. */
const smsRecovery = smsTemplate({
  params: z.strictObject({ productName: shownName, kind: z.enum(RECOVERY_NOTICES) }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['productName'],
  write: (t, { productName, kind }, { link }) =>
    t(`sms.S12.${kind}`, { productName, link: shownLink(t, productName, link) }),
});

/** S13: what becomes of the data or the account of somebody with nothing but a phone. */
const smsOwnAccount = smsTemplate({
  params: z.strictObject({ productName: shownName, kind: z.enum(OWN_ACCOUNT_NOTICES) }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['productName'],
  write: (t, { productName, kind }, { link }) =>
    t(`sms.S13.${kind}`, { productName, link: shownLink(t, productName, link) }),
});

/** S14: something happened to the account of somebody with nothing but a phone; the link says that it was not them. */
const smsSecurityNotice = smsTemplate({
  params: z.strictObject({ productName: shownName, kind: z.enum(SECURITY_NOTICES) }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['productName'],
  write: (t, { productName, kind }, { link }) =>
    t(`sms.S14.${kind}`, { productName, link: shownLink(t, productName, link) }),
});

/** S15: what becomes of an organization, to whoever administers it with nothing but a phone. */
const smsClosing = smsTemplate({
  params: z.strictObject({
    organizationName: shownName,
    productName: shownName,
    kind: z.enum(CLOSING_NOTICES),
    /** When it is deleted; null: not at all, or it is. */
    dueAt: timestampField.nullable(),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName, kind, dueAt }, { link }) =>
    t(`sms.S15.${kind}`, {
      organizationName,
      productName,
      date: dueAt === null ? '' : t.date(new Date(dueAt), { style: 'dayMonth' }),
      link: shownLink(t, organizationName + productName, link),
    }),
});

/** S16: somebody has lost every second step, and waits for a decision of whoever reads it with nothing but a phone. */
const smsRecoveryDecision = smsTemplate({
  params: z.strictObject({ name: shownName, productName: shownName }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['name', 'productName'],
  write: (t, { name, productName }, { link }) =>
    t('sms.S16', { name, productName, link: shownLink(t, name + productName, link) }),
});

/** S17: requests wait for a decision of whoever reads it with nothing but a phone. */
const smsRequests = smsTemplate({
  params: z.strictObject({ organizationName: shownName, productName: shownName, count: z.number().int().positive() }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName, count }, { link }) =>
    t('sms.S17', { organizationName, productName, count, link: shownLink(t, organizationName + productName, link) }),
});

/** S18: an import is finished, to whoever began it with nothing but a phone. */
const smsImportDone = smsTemplate({
  params: z.strictObject({ organizationName: shownName, productName: shownName, created: count, failed: count }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName, created, failed }, { link }) =>
    t('sms.S18', {
      organizationName,
      productName,
      created,
      failed,
      link: shownLink(t, organizationName + productName, link),
    }),
});

/** S19: an invitation has another person now, to whoever invited with nothing but a phone. */
const smsHandedOver = smsTemplate({
  params: z.strictObject({ name: shownName, organizationName: shownName, productName: shownName }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName', 'name'],
  write: (t, { name, organizationName, productName }, { link }) =>
    t('sms.S19', {
      name,
      organizationName,
      productName,
      link: shownLink(t, name + organizationName + productName, link),
    }),
});

/** S20: codes by text message are sent, and hardly any is typed; to an owner with nothing but a phone. */
const smsCodesUnverified = smsTemplate({
  params: z.strictObject({ productName: shownName }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['productName'],
  write: (t, { productName }, { link }) => t('sms.S20', { productName, link: shownLink(t, productName, link) }),
});

/** S21: how many alerts there are to look at, for whoever is told of them with nothing but a phone. */
const smsAlerts = smsTemplate({
  params: z.strictObject({
    /** Not said: it decides which budget the message is of. */
    rule: z.enum(ALERT_RULES),
    organizationName: shownName,
    productName: shownName,
    count: z.int().positive(),
  }),
  secrets: z.strictObject({ link: ownLink }),
  shortened: ['organizationName', 'productName'],
  write: (t, { organizationName, productName, count }, { link }) =>
    t('sms.S21', { organizationName, productName, count, link: shownLink(t, organizationName + productName, link) }),
});

/** Every text message that is sent, by its name in the design. */
export const SMS_TEMPLATES = {
  S01: smsCode,
  S02: smsInvitation,
  S03: smsPasswordLink,
  S05: smsTemporaryPassword,
  S08: smsDecision,
  S09: smsHelp,
  S10: smsAddressChanged,
  S11: smsChangeAsked,
  S12: smsRecovery,
  S13: smsOwnAccount,
  S14: smsSecurityNotice,
  S15: smsClosing,
  S16: smsRecoveryDecision,
  S17: smsRequests,
  S18: smsImportDone,
  S19: smsHandedOver,
  S20: smsCodesUnverified,
  S21: smsAlerts,
} as const;

/** The name of a text message. */
export type SmsTemplateName = keyof typeof SMS_TEMPLATES;
