/** What somebody typed into the box, told from its shape alone. */
export type Identifier =
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'secret'; readonly text: string }
  | { readonly kind: 'invitation'; readonly id: string }
  | { readonly kind: 'phone'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string };

const INVITATION = /\binv_[0-9a-z]{26}\b/;
const LINK = /\/i\/[\w-]{43}/;
const TOKEN = /^[\w-]{43}$/;
/** A typed code with its dashes, or without them and with a digit, so that no word is one. */
const TYPED_CODE = /^(?:[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}|(?=.*\d)[2-9A-HJKMNP-Z]{10})$/i;
const PHONE = /^(?:tel:)?[+(]?[\d\s().-]{6,25}$/i;

/** Any of e-mail, link, typed code, invitation, phone number, name. `Name <a@b>` is its address. */
export function readIdentifier(typed: string): Identifier {
  const text = typed.normalize('NFKC').trim();
  const id = INVITATION.exec(text)?.[0];
  if (LINK.test(text) || TOKEN.test(text) || TYPED_CODE.test(text)) return { kind: 'secret', text };
  if (id) return { kind: 'invitation', id };
  if (text.includes('@')) {
    const address = /<([^<>]+)>/.exec(text)?.[1] ?? text.replace(/^mailto:/i, '');
    return { kind: 'address', text: address.trim() };
  }
  return PHONE.test(text) ? { kind: 'phone', text } : { kind: 'name', text };
}

/** What the report and the answer may repeat: a link or a code is a secret, and stays with whoever has it. */
export function shownIdentifier(identifier: Identifier, address: string | null): string {
  if (address) return address;
  if (identifier.kind === 'secret') return '••••';
  return identifier.kind === 'invitation' ? identifier.id : identifier.text;
}
