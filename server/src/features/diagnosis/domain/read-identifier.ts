import { readReference, showReference } from '../../../kernel/reference.ts';

/** What somebody typed into the box, told from its shape alone. */
export type Identifier =
  | { readonly kind: 'address'; readonly text: string }
  /** A link's secret or a typed code; of a link only the part that counts. */
  | { readonly kind: 'secret'; readonly text: string }
  /** A link that lost its end on the way: nothing can be found by it. */
  | { readonly kind: 'cut-link' }
  | { readonly kind: 'invitation'; readonly id: string }
  /** An account, a membership or a request to join, as a list or a log has it. */
  | { readonly kind: 'person'; readonly id: string }
  /** What stands in the address bar of somebody who is half-way. */
  | { readonly kind: 'flow'; readonly id: string }
  /** Of a stopped page; `otherwise` is what it may be instead, should there be no such reference. */
  | { readonly kind: 'reference'; readonly code: string; readonly otherwise: Identifier | null }
  | { readonly kind: 'request'; readonly id: string }
  | { readonly kind: 'phone'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string };

const ID = /(?<![a-z0-9])(inv|flw|sin|req|acc|mem|jrq)_[0-9a-z]{26}(?![0-9a-z])/;
const TOKEN = /^[\w-]{43}$/;
const TYPED_CODE_SHAPE = '[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}';
/** A typed code with its dashes, or without them and with a digit, so that no word is one. */
const TYPED_CODE = new RegExp(`^(?:${TYPED_CODE_SHAPE}|(?=.*\\d)[2-9A-HJKMNP-Z]{10})$`, 'i');
const SHORT_LINK = new RegExp(`^(?:${TYPED_CODE_SHAPE}|[2-9A-HJKMNP-Z]{10})$`, 'i');
const PHONE = /^(?:tel:)?[+(]?[\d\s().-]{6,25}$/i;

/** Any of e-mail, link, typed code, invitation, flow, reference, request, phone number, name. `Name <a@b>` is its address. */
export function readIdentifier(typed: string): Identifier {
  const text = typed.normalize('NFKC').trim();
  const link = readLink(text);
  if (link) return link;
  if (text.includes('@')) {
    const address = /<([^<>]+)>/.exec(text)?.[1] ?? text.replace(/^mailto:/i, '');
    return { kind: 'address', text: address.trim() };
  }
  const rest = readRest(text);
  const code = readReference(text);
  return code ? { kind: 'reference', code, otherwise: rest } : rest;
}

/** Most of a link's secret without its address: no name looks like this, and none of it may be repeated. */
const MOST_OF_TOKEN = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{20,}$/;

function readRest(text: string): Identifier {
  const joined = text.replaceAll(/\s+/g, '');
  if (!TOKEN.test(text) && MOST_OF_TOKEN.test(joined)) {
    return joined.length === LINK_LENGTH ? { kind: 'secret', text: joined } : { kind: 'cut-link' };
  }
  if (TOKEN.test(text) || TYPED_CODE.test(text)) return { kind: 'secret', text };
  return PHONE.test(text) ? { kind: 'phone', text } : { kind: 'name', text };
}

/** How far wrapped lines of a mail are joined: beyond the longest link there are only other words. */
const LINK_LENGTH = 43;

/**
 * A link as people paste it: whole, in angle brackets, wrapped over lines by the mail program (RFC 3676, the soft breaks
 * of RFC 2045 s. 6.7), or inside the link of a scanner, whose percent signs are undone. An id is one too, wherever it
 * stands. Null for no link.
 */
function readLink(text: string): Identifier | null {
  const plain = undoPercent(text.replaceAll(/=\r?\n/g, ''));
  const id = ID.exec(plain)?.[0];
  if (id) return byId(id);
  const [, rest] = /\/i\/(.*)$/s.exec(plain) ?? [];
  if (rest === undefined) return null;
  const [first = ''] = /^[\w-]+/.exec(rest) ?? [];
  if (first.length >= LINK_LENGTH) return { kind: 'secret', text: first.slice(0, LINK_LENGTH) };
  if (SHORT_LINK.test(first)) return { kind: 'secret', text: first };
  const [joined = ''] = /^[\w-]+/.exec(rest.replaceAll(/[\s>|\u200b]+/g, '')) ?? [];
  return joined.length >= LINK_LENGTH ? { kind: 'secret', text: joined.slice(0, LINK_LENGTH) } : { kind: 'cut-link' };
}

function byId(id: string): Identifier {
  if (id.startsWith('inv_')) return { kind: 'invitation', id };
  if (/^(acc|mem|jrq)_/.test(id)) return { kind: 'person', id };
  return id.startsWith('req_') ? { kind: 'request', id } : { kind: 'flow', id };
}

function undoPercent(text: string): string {
  if (!/%2f/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%2f/gi, '/');
  }
}

/** What the report and the answer may repeat: a link or a code is a secret, and stays with whoever has it. */
export function shownIdentifier(identifier: Identifier, isFound: boolean): string {
  switch (identifier.kind) {
    case 'secret':
    case 'cut-link':
      return '••••';
    case 'invitation':
    case 'person':
    case 'flow':
    case 'request':
      return identifier.id;
    case 'reference':
      // One that is none may be the beginning of a typed code.
      return isFound ? showReference(identifier.code) : '••••';
    default:
      return identifier.text;
  }
}
