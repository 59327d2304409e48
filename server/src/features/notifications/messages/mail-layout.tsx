import type { Locale } from '@gatehouse/contract/locales';
import type { CSSProperties, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { MailBlock, MailContent } from './mail-content.ts';
import { darkRules, dressed, MAIL_COLORS, type MailDress } from './mail-dress.ts';
import { MailHeader } from './mail-header.tsx';

const C = MAIL_COLORS;

/** For the mail programs that follow the reader's dark theme; the others keep the inline colours. */
const DARK = `@media (prefers-color-scheme: dark) {
.canvas { background: #12100E !important }
.surface { background: #1B1816 !important; border-color: #35302C !important }
.sunken { background: #0D0B0A !important }
.ink { color: #F5F3F0 !important }
.muted { color: #B3ABA3 !important }
}
@media (max-width: 480px) {
.card { padding: 24px 20px !important }
.fact-label { display: block !important; padding: 8px 0 0 !important }
.fact { display: block !important; padding: 0 !important }
}`;

const LATIN = "'Golos Text', 'Segoe UI', Helvetica, Arial";
const FONTS: Record<Locale, string> = {
  en: `${LATIN}, sans-serif`,
  pl: `${LATIN}, sans-serif`,
  ru: `${LATIN}, sans-serif`,
  'zh-TW': `${LATIN}, 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif`,
  'zh-CN': `${LATIN}, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif`,
};
const MONO = "Consolas, Menlo, 'Courier New', monospace";

/** A table for layout only: the one thing that every mail program draws alike. */
function Layout({ children, style, width }: { children: ReactNode; style?: CSSProperties; width?: string }) {
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} width={width} style={{ border: 0, ...style }}>
      <tbody>{children}</tbody>
    </table>
  );
}

function Text({ children, small = false }: { children: ReactNode; small?: boolean }) {
  const size = small ? { fontSize: 14, color: C.muted } : { fontSize: 16, color: C.ink };
  return (
    <p className={small ? 'muted' : 'ink'} style={{ margin: '0 0 16px', overflowWrap: 'anywhere', ...size }}>
      <span>{children}</span>
    </p>
  );
}

/** Label beside value; on a narrow screen, above it. */
function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  const label: CSSProperties = { padding: '4px 16px 4px 0', fontSize: 14, color: C.muted };
  const fact: CSSProperties = {
    padding: '4px 0',
    fontSize: 16,
    fontWeight: 600,
    color: C.ink,
    overflowWrap: 'anywhere',
  };
  return (
    <Layout width="100%" style={{ margin: '0 0 16px' }}>
      {rows.map(([name, value]) => (
        <tr key={name}>
          <td className="muted fact-label" style={{ ...label, verticalAlign: 'baseline', wordBreak: 'keep-all' }}>
            {name}
          </td>
          <td className="ink fact" style={{ ...fact, verticalAlign: 'baseline' }}>
            <span>{value}</span>
          </td>
        </tr>
      ))}
    </Layout>
  );
}

function Quote({ label, text }: { label: string; text: string }) {
  return (
    <Layout width="100%" style={{ margin: '0 0 16px' }}>
      <tr>
        <td
          className="sunken"
          style={{ padding: '12px 16px', background: C.sunken, borderLeft: `3px solid ${C.border}` }}
        >
          <p className="muted" style={{ margin: '0 0 4px', fontSize: 14, color: C.muted }}>
            {label}
          </p>
          <p
            className="ink"
            style={{ margin: 0, fontSize: 16, color: C.ink, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}
          >
            <span>{text}</span>
          </p>
        </td>
      </tr>
    </Layout>
  );
}

function Steps({ label, items }: { label: string; items: readonly string[] }) {
  return (
    <>
      <p className="ink" style={{ margin: '0 0 8px', fontSize: 16, fontWeight: 600, color: C.ink }}>
        {label}
      </p>
      <ol className="ink" style={{ margin: '0 0 16px', paddingLeft: 24, fontSize: 16, color: C.ink }}>
        {items.map((item) => (
          <li key={item} style={{ margin: '0 0 4px' }}>
            {item}
          </li>
        ))}
      </ol>
    </>
  );
}

function Code({ code, size, dress }: { code: string; size: 'large' | 'small'; dress: MailDress | null }) {
  const look = size === 'large' ? { fontSize: 32, letterSpacing: 6 } : { fontSize: 18, letterSpacing: 2 };
  return (
    <Layout style={{ margin: '0 0 16px' }}>
      <tr>
        <td
          className="sunken ink"
          style={{
            padding: '12px 20px',
            background: C.sunken,
            borderRadius: dressed(dress).button,
            color: C.ink,
            fontFamily: MONO,
            fontWeight: 700,
            userSelect: 'all',
            whiteSpace: 'nowrap',
            ...look,
          }}
        >
          {code}
        </td>
      </tr>
    </Layout>
  );
}

/** A cell with a background: Outlook draws no padding of a link, so its own property gives the cell the size. */
function Button({ label, href, hint, dress }: { label: string; href: string; hint: string; dress: MailDress | null }) {
  const { fill, onFill, edge, button } = dressed(dress);
  const cell: CSSProperties & { msoPaddingAlt: string } = { borderRadius: button, msoPaddingAlt: '14px 28px' };
  return (
    <>
      <Layout style={{ margin: '8px 0 24px' }}>
        <tr>
          <td align="center" {...{ bgcolor: fill }} className="button" style={cell}>
            <a
              href={href}
              className="button"
              style={{
                display: 'inline-block',
                padding: '14px 28px',
                background: fill,
                ...(edge ? { border: `1px solid ${edge}` } : {}),
                borderRadius: button,
                color: onFill,
                fontSize: 16,
                fontWeight: 600,
                textDecoration: 'none',
              }}
            >
              {label}
            </a>
          </td>
        </tr>
      </Layout>
      <p className="muted" style={{ margin: '0 0 16px', fontSize: 14, color: C.muted }}>
        {hint}
        <br />
        <span style={{ wordBreak: 'break-all' }}>{href}</span>
      </p>
    </>
  );
}

function Block({ block, dress }: { block: MailBlock; dress: MailDress | null }) {
  switch (block.type) {
    case 'paragraph':
      return <Text>{block.text}</Text>;
    case 'remark':
      return <Text small>{block.text}</Text>;
    case 'facts':
      return <Facts rows={block.rows} />;
    case 'quote':
      return <Quote label={block.label} text={block.text} />;
    case 'steps':
      return <Steps label={block.label} items={block.items} />;
    case 'code':
      return <Code code={block.code} size={block.size} dress={dress} />;
    case 'button':
      return <Button label={block.label} href={block.href} hint={block.hint} dress={dress} />;
    case 'link':
      return (
        <p className="muted" style={{ margin: '0 0 16px', fontSize: 14, color: C.muted }}>
          <a href={block.href} className="muted" style={{ color: C.muted }}>
            {block.label}
          </a>
          <br />
          {block.hint}
        </p>
      );
  }
}

function Card({ content, dress }: { content: MailContent; dress: MailDress | null }) {
  return (
    <Layout width="100%" style={{ maxWidth: 600 }}>
      <tr>
        <td className="ink" style={{ padding: '0 4px 12px', fontSize: 16, fontWeight: 700, color: C.ink }}>
          <MailHeader productName={content.productName} logo={dress?.logo ?? null} />
        </td>
      </tr>
      <tr>
        <td
          className="surface card"
          style={{
            padding: '32px 32px 16px',
            background: C.surface,
            border: `1px solid ${C.border}`,
            borderRadius: dressed(dress).card,
          }}
        >
          <h1
            className="ink"
            style={{ margin: '0 0 16px', fontSize: 22, lineHeight: 1.3, fontWeight: 700, color: C.ink }}
          >
            {content.title}
          </h1>
          {content.blocks.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a mail never move
            <Block key={index} block={block} dress={dress} />
          ))}
        </td>
      </tr>
      <tr>
        <td className="muted" style={{ padding: '16px 4px 0', fontSize: 13, color: C.muted }}>
          {content.footer}
        </td>
      </tr>
    </Layout>
  );
}

type MailProps = { content: MailContent; locale: Locale; dress: MailDress | null };

function Mail({ content, locale, dress }: MailProps) {
  const lineHeight = locale.startsWith('zh') ? 1.7 : 1.5;
  return (
    <html lang={locale} dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{DARK + darkRules(dress)}</style>
      </head>
      <body className="canvas" style={{ margin: 0, padding: 0, background: C.canvas }}>
        <div style={{ display: 'none', maxHeight: 0, overflow: 'hidden' }}>{content.preheader}</div>
        <table
          role="presentation"
          className="canvas"
          lang={locale}
          dir="ltr"
          cellPadding={0}
          cellSpacing={0}
          width="100%"
          style={{ border: 0, background: C.canvas, fontFamily: FONTS[locale], lineHeight }}
        >
          <tbody>
            <tr>
              <td align="center" style={{ padding: '24px 12px' }}>
                <div style={{ maxWidth: 600, textAlign: 'left' }}>
                  <Card content={content} dress={dress} />
                </div>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}

/** The mail as one HTML document: no image, font, script or style sheet from anywhere else; the logo travels with it. */
export function mailHtml(content: MailContent, locale: Locale, dress: MailDress | null): string {
  const html = renderToStaticMarkup(<Mail content={content} locale={locale} dress={dress} />);
  return html.startsWith('<!DOCTYPE') ? html : `<!DOCTYPE html>${html}`;
}
