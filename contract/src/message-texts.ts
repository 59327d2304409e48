import { z } from 'zod';
import { fieldCode, idField, looksLikeLink, paragraph, timestampField } from './fields.ts';
import { localeSchema } from './locales.ts';
import { route } from './route.ts';

/**
 * One's own wording of a message: no address in it, for a mail of ours must not carry somebody's advertisement. Empty:
 * back to the original.
 */
export const ownTextField = paragraph(600).refine((text) => !looksLikeLink(text), {
  message: fieldCode('NAME-INVALID'),
});

export const messageTemplateSchema = z
  .object({
    /** As in the design: M01, S01 ... */
    template: z.string(),
    channel: z.enum(['email', 'sms']),
    /** Languages in which the organization has words of its own. */
    ownLocales: z.array(localeSchema),
  })
  .meta({ id: 'MessageTemplate' });

export const messageTextsSchema = z
  .object({
    template: z.string(),
    channel: z.enum(['email', 'sms']),
    locale: localeSchema,
    texts: z.array(
      z.object({
        key: z.string(),
        original: z.string(),
        own: z.string().nullable(),
        /** What may stand in it in braces; `required` must. */
        variables: z.array(z.object({ name: z.string(), required: z.boolean() })),
      }),
    ),
    changedAt: timestampField.nullable(),
    changedBy: z.string().nullable(),
    /** The message with sample data, as it would leave now: once for each case in which it says something else. */
    previews: z.array(
      z.object({
        sample: z.string(),
        subject: z.string().nullable(),
        text: z.string(),
        /** Keys of the texts that this case says: of several subjects, say, each case has one. */
        uses: z.array(z.string()),
        /** Of a text message: how it is counted (GSM 03.38). */
        sms: z.object({ parts: z.number().int(), encoding: z.string(), length: z.number().int() }).nullable(),
      }),
    ),
    /** Where a test goes: the caller's own address or number; null where they have none that is proven. */
    testTo: z.string().nullable(),
  })
  .meta({ id: 'MessageTexts' });
export type MessageTexts = z.infer<typeof messageTextsSchema>;

const base = '/organizations/{org}/message-texts';
const one = z.object({ org: idField, template: z.string().max(10), locale: localeSchema });
const body = z.strictObject({ texts: z.record(z.string().max(80), ownTextField) });

export const messageTextRoutes = {
  list: route({
    method: 'GET',
    path: base,
    access: 'settings.read',
    summary: 'Every message that can be worded',
    params: z.object({ org: idField }),
    status: 200,
    response: z.object({ items: z.array(messageTemplateSchema) }),
  }),
  get: route({
    method: 'GET',
    path: `${base}/{template}/{locale}`,
    access: 'settings.read',
    summary: 'The words of one message in one language, and how it looks with sample data',
    params: one,
    status: 200,
    response: messageTextsSchema,
  }),
  preview: route({
    method: 'POST',
    path: `${base}/{template}/{locale}/preview`,
    access: 'message-texts.update',
    summary: 'How the message would look with these words; changes nothing',
    params: one,
    body,
    status: 200,
    response: messageTextsSchema,
    errors: ['REQUEST-INVALID'],
  }),
  save: route({
    method: 'PATCH',
    path: `${base}/{template}/{locale}`,
    access: 'message-texts.update',
    summary: 'Use these words from now on; an empty text goes back to the original',
    params: one,
    body,
    status: 200,
    response: messageTextsSchema,
    errors: ['REQUEST-INVALID'],
  }),
  test: route({
    method: 'POST',
    path: `${base}/{template}/{locale}/test`,
    access: 'message-texts.update',
    summary: 'Send it with sample data to the caller’s own address or number',
    params: one,
    status: 202,
    response: z.object({ to: z.string() }),
  }),
} as const;
