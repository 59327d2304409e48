import type { Translate } from '../../../platform/i18n/translate.ts';
import type { MailBlock, MailContent } from './mail-content.ts';

const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

function blockText(t: Translate, block: MailBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'remark':
      return block.text;
    case 'facts':
      return block.rows.map(([label, value]) => t('mail.label', { label, value })).join('\n');
    case 'quote':
      return `${block.label}\n${quoted(block.text)}`;
    case 'steps':
      return [block.label, ...block.items.map((item, index) => `${index + 1}. ${item}`)].join('\n');
    case 'code':
      return `    ${block.code}`;
    case 'button':
      return t('mail.button-text', { label: block.label, url: block.href });
    case 'link':
      return `${t('mail.button-text', { label: block.label, url: block.href })}\n${block.hint}`;
  }
}

/** The mail as plain text. */
export function mailText(t: Translate, { title, blocks, footer }: MailContent): string {
  return `${[title, ...blocks.map((block) => blockText(t, block)), `-- \n${footer}`].join('\n\n')}\n`;
}
