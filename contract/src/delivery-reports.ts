import { z } from 'zod';
import { route } from './route.ts';

/** What a gateway says about a text message that it took, by the id that it was given. */
export const smsReceiptSchema = z
  .strictObject({
    id: z.string().min(1).max(100),
    state: z.enum(['delivered', 'failed', 'expired', 'rejected']),
    /** Its own words. */
    response: z.string().max(500).optional(),
  })
  .meta({ id: 'SmsReceipt' });
export type SmsReceiptBody = z.infer<typeof smsReceiptSchema>;

export const mailEventSchema = z
  .strictObject({
    /** The provider's id of the event: one that was taken has no second effect. */
    id: z.string().min(1).max(200),
    /**
     * `bounced`, `dropped` and `suppressed`: it will not arrive. `complained`: the recipient calls it unwanted, and is not
     * invited by this organization again.
     */
    type: z.enum(['delivered', 'bounced', 'dropped', 'suppressed', 'complained']),
    /** The `Message-ID` of the mail, or what stands before its `@`: `msg_...`. Others are taken and have no effect. */
    messageId: z.string().min(1).max(500),
    /** When it happened. What happened earlier never undoes what happened later. */
    at: z.iso.datetime({ offset: true }),
    /** Of `bounced`: `soft` is tried again by the provider, and changes nothing but the timeline. */
    bounce: z.enum(['hard', 'soft']).default('hard'),
    /** The words of the receiving server. */
    response: z.string().max(2000).optional(),
  })
  .meta({ id: 'MailEvent' });
export type MailEvent = z.infer<typeof mailEventSchema>;

/** For gateways and mail providers, not for people: who may call is said by the signature of the request. */
export const deliveryReportRoutes = {
  smsReceipt: route({
    method: 'POST',
    path: '/sms/receipts',
    access: 'signed',
    summary: 'What became of a text message, told by its gateway',
    body: smsReceiptSchema,
    status: 204,
  }),
  mailEvents: route({
    method: 'POST',
    path: '/mail/events',
    access: 'signed',
    summary: 'What became of mails, told by the mail provider',
    body: z.strictObject({ events: z.array(mailEventSchema).min(1).max(500) }).meta({ id: 'MailEvents' }),
    status: 204,
  }),
} as const;
