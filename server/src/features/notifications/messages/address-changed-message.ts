import { ADDRESS_KINDS, timestampField } from '@gatehouse/contract/fields';
import { IDENTIFIER_ACTS } from '@gatehouse/contract/identifiers';
import { z } from 'zod';
import { mailTemplate, noticeButton, noticeContent, ownLink, shownLine } from './mail-content.ts';

/** M21: an address or number of an account changed; told to whoever had the former one, with the way back. */
export const addressChangedMessage = mailTemplate({
  params: z.strictObject({
    act: z.enum(IDENTIFIER_ACTS),
    kind: z.enum(ADDRESS_KINDS),
    productName: shownLine,
    /** Masked, unless it is the one that was removed. */
    address: shownLine,
    device: shownLine,
    ip: shownLine,
    at: timestampField,
    /** How long it can be taken back. */
    until: timestampField,
    /** IANA name; null is UTC. */
    timeZone: z.string().nullable(),
  }),
  secrets: z.strictObject({ link: ownLink }),
  write: (t, { act, kind, productName, address, device, ip, at, until, timeZone }, { link }) => {
    const date = (time: string) => t.date(new Date(time), { style: 'dateTime', ...(timeZone && { timeZone }) });
    return noticeContent(t, {
      subject: t(`mail.M21.${act}.subject`, { kind }),
      intro: t(`mail.M21.${act}.intro`, { kind, productName }),
      productName,
      blocks: [
        {
          type: 'facts',
          rows: [
            [t('mail.M21.address'), address],
            [t('mail.M08.device'), device],
            [t('mail.M08.ip'), ip],
            [t('mail.M08.at'), date(at)],
          ],
        },
        { type: 'paragraph', text: t('mail.M08.was-you') },
        { type: 'paragraph', text: t('mail.M21.not-you', { date: date(until) }) },
        noticeButton(t, 'mail.M21.button', link),
      ],
    });
  },
});
