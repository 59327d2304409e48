import { timestampField } from '@gatehouse/contract/fields';
import { SECURITY_NOTICES } from '@gatehouse/contract/own-account';
import { z } from 'zod';
import { mailTemplate, noticeButton, noticeContent, ownLink, shownLine } from './mail-content.ts';

export type SecurityNoticeKind = (typeof SECURITY_NOTICES)[number];

/** What to do about it: of what somebody else did it is another matter. */
function adviceOf(kind: SecurityNoticeKind): readonly string[] {
  if (kind === 'number-moved') return ['mail.M08.given-up', 'mail.M08.still-yours'];
  if (kind === 'password-reset') return ['mail.M08.reset-next', 'mail.M08.reset-unexpected'];
  return ['mail.M08.was-you', 'mail.M08.not-you'];
}

/** M08: something happened to the account that its owner should know of. Never suppressed by any preference. */
export const securityNoticeMessage = mailTemplate({
  params: z.strictObject({
    kind: z.enum(SECURITY_NOTICES),
    productName: shownLine,
    /** What was used, in words: "Firefox on Windows"; null where it was somebody else's. */
    device: shownLine.nullable(),
    ip: shownLine.nullable(),
    /** Where that is, by the operator's own database. */
    place: shownLine.nullable().default(null),
    at: timestampField,
    /** IANA name; null is UTC. */
    timeZone: z.string().nullable(),
    /** The address or number that it is about. */
    address: shownLine.nullable(),
    /** The page of the account's devices. */
    reviewUrl: ownLink,
  }),
  secrets: z.strictObject({
    /** "This wasn't me": secures the account, after a press. Null where there is nothing to disown. */
    notMe: ownLink.nullable().default(null),
  }),
  write: (t, { kind, productName, device, ip, place, at, timeZone, address, reviewUrl }, { notMe }) =>
    noticeContent(t, {
      subject: t(`mail.M08.${kind}.subject`),
      intro: t(`mail.M08.${kind}.intro`, { productName }),
      productName,
      blocks: [
        {
          type: 'facts',
          rows: [
            ...(address ? ([[t('mail.M08.address'), address]] as const) : []),
            ...(device ? ([[t('mail.M08.device'), device]] as const) : []),
            ...(ip ? ([[t('mail.M08.ip'), ip]] as const) : []),
            ...(place ? ([[t('mail.M08.place'), place]] as const) : []),
            [t('mail.M08.at'), t.date(new Date(at), { style: 'dateTime', ...(timeZone && { timeZone }) })],
          ],
        },
        ...adviceOf(kind).map((key) => ({ type: 'paragraph', text: t(key) }) as const),
        noticeButton(t, 'mail.M08.button', reviewUrl),
        ...(notMe
          ? ([
              { type: 'link', label: t('mail.M08.not-me.button'), href: notMe, hint: t('mail.M08.not-me.hint') },
            ] as const)
          : []),
      ],
    }),
});
