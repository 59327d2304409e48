import { createElement, Fragment, type ReactNode } from 'react';
import type { OutboxMessage } from '../features/notifications/index.ts';
import type { OutgoingMail } from '../platform/email/email-sender.ts';
import { measureSms } from '../platform/sms/segments.ts';
import type { DoorContext } from './door-context.ts';
import { renderPage } from './parts/page.tsx';
import { when } from './parts/texts.ts';

/** What would have been sent, newest first, each with a link to `/outbox/{id}`. `held`: messages that a restore holds back. */
export function renderOutboxList(context: DoorContext, messages: readonly OutboxMessage[], held: number): string {
  const { t } = context;
  return renderPage(ownBanner(context), {
    heading: t('outbox.heading'),
    body: (
      <>
        <p>{t('outbox.lead')}</p>
        {held === 0 ? null : (
          <p className="notice">{t('outbox.held', { count: held, command: 'npx gatehouse messages release' })}</p>
        )}
        {messages.length === 0 ? <p className="notice">{t('outbox.empty')}</p> : null}
        <ul className="cards" hidden={messages.length === 0}>
          {messages.map((message) => (
            <li key={message.id}>
              <a href={`/outbox/${message.id}`}>
                <Subject context={context} message={message} />
              </a>
              <p className="hint">{t('outbox.item', { to: message.to.address, time: time(context, message) })}</p>
            </li>
          ))}
        </ul>
        <p className="actions">
          <a href="/outbox" className="secondary">
            {t('common.action.reload')}
          </a>
        </p>
      </>
    ),
  });
}

/** One message as its reader would have it. The HTML part is framed from `/outbox/{id}/html`. */
export function renderOutboxMessage(context: DoorContext, message: OutboxMessage): string {
  const { t } = context;
  return renderPage(ownBanner(context), {
    heading: subjectOf(context, message) ?? t('outbox.unreadable-heading'),
    body: (
      <>
        <Envelope context={context} message={message} />
        {message.mail ? <Content context={context} message={message} mail={message.mail} /> : null}
        {message.sms ? <SmsContent context={context} message={message} text={message.sms.text} /> : null}
        {message.mail || message.sms ? null : <p>{t('outbox.unreadable')}</p>}
        <p>
          <a href="/outbox">{t('outbox.all')}</a>
        </p>
      </>
    ),
  });
}

/**
 * The HTML part of a mail, for its frame: its links open in the whole window. To be sent with `MAIL_POLICY`, which
 * lets it run and fetch nothing.
 */
export function renderOutboxHtml({ html, images = [] }: Pick<OutgoingMail, 'html' | 'images'>): string {
  return withImages(html, images).replace(/<head[^>]*>/i, (head) => `${head}<base target="_top">`);
}

/** What a mail carries, put where a browser finds it. */
export function withImages(html: string, images: NonNullable<OutgoingMail['images']>): string {
  return images.reduce(
    (text, { cid, content }) => text.replaceAll(`cid:${cid}`, `data:image/png;base64,${content.toString('base64')}`),
    html,
  );
}

/** Content-Security-Policy of the frame, and what its `sandbox` attribute allows. */
export const FRAME_SANDBOX = 'allow-top-navigation-by-user-activation';
export const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  `sandbox ${FRAME_SANDBOX}`,
].join('; ');

// These pages say themselves what the banner of the others says.
function ownBanner(context: DoorContext): DoorContext {
  return { ...context, banner: null };
}

function time(context: DoorContext, message: OutboxMessage): string {
  return when(context, message.createdAt, 'dateTime');
}

function Subject({ context, message }: { context: DoorContext; message: OutboxMessage }): ReactNode {
  const subject = subjectOf(context, message);
  return subject === null ? context.t('outbox.unreadable-heading') : <span lang={message.locale}>{subject}</span>;
}

/** What a message is called: a text message by its first line. */
function subjectOf({ t }: DoorContext, { mail, sms }: OutboxMessage): string | null {
  if (mail) return mail.subject;
  return sms && t('outbox.sms-subject', { text: sms.text.split('\n')[0] ?? '' });
}

type SmsContentProps = { context: DoorContext; message: OutboxMessage; text: string };

function SmsContent({ context: { t }, message, text }: SmsContentProps): ReactNode {
  const { parts, encoding, length } = measureSms(text);
  return (
    <section>
      <h2>{t('outbox.sms-text')}</h2>
      <blockquote lang={message.locale}>
        <Linked text={text} />
      </blockquote>
      <p className="hint">{t('outbox.sms-size', { parts, encoding, length })}</p>
    </section>
  );
}

function Envelope({ context, message }: { context: DoorContext; message: OutboxMessage }): ReactNode {
  const { t } = context;
  const state = message.state === 'sent' ? t('outbox.kept') : t(`common.delivery.${message.state}`);
  const rows = [
    [t('outbox.to'), mailbox({ name: message.to.name ?? '', address: message.to.address })],
    [t('outbox.from'), message.mail && mailbox(message.mail.from)],
    [t('outbox.reply-to'), message.mail?.replyTo && mailbox(message.mail.replyTo)],
    [t('common.word.time'), time(context, message)],
    [t('common.word.state'), state],
  ] as const;
  return (
    <dl>
      {rows.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function mailbox({ name, address }: { name: string; address: string }): string {
  return name ? `${name} <${address}>` : address;
}

type ContentProps = { context: DoorContext; message: OutboxMessage; mail: NonNullable<OutboxMessage['mail']> };

function Content({ context: { t }, message, mail }: ContentProps): ReactNode {
  return (
    <>
      <section>
        <h2>{t('outbox.text')}</h2>
        <blockquote lang={message.locale}>
          <Linked text={mail.text} />
        </blockquote>
      </section>
      <details>
        <summary>{t('outbox.html')}</summary>
        <iframe
          src={`/outbox/${message.id}/html`}
          title={t('outbox.html')}
          sandbox={FRAME_SANDBOX}
          loading="lazy"
          width="100%"
          height="640"
        />
      </details>
    </>
  );
}

/** Plain text whose web addresses can be clicked; the punctuation after an address is not part of it. */
function Linked({ text }: { text: string }): ReactNode {
  const parts = text.split(/(https?:\/\/[^\s<>"'，。、；）」』]+[^\s<>"'，。、；）」』.,;:!?)\]])/);
  const linked = parts.map((part, index) => (index % 2 === 1 ? createElement('a', { href: part }, part) : part));
  return createElement(Fragment, null, ...linked);
}
