import type { BrandLook } from '@gatehouse/contract/brand-look';

/** Colours of the design, written out: mail programs know no variables. */
export const MAIL_COLORS = {
  canvas: '#FAF9F7',
  surface: '#FFFFFF',
  sunken: '#F3F1EE',
  border: '#E3DFDA',
  ink: '#1C1917',
  muted: '#5C5550',
  brand: '#F97316',
  onBrand: '#1C1917',
} as const;

/** What of a brand a mail program can show. */
export type MailDress = BrandLook['mail'];

/** Corners of buttons and of the card, in pixels, by the corner that was chosen. */
const RADII = { 0: [0, 0], 10: [10, 16], 16: [16, 24] } as const;

/** What a brand makes of the button and the card; null: as the house has them. */
export function dressed(dress: MailDress | null) {
  const light = dress?.tokens?.light;
  const [button, card] = RADII[dress?.corner ?? 10];
  return {
    fill: light?.fill ?? MAIL_COLORS.brand,
    onFill: light?.onFill ?? MAIL_COLORS.onBrand,
    edge: light?.edge ?? null,
    button,
    card,
  };
}

/** For mail programs that follow the reader's dark theme. */
export function darkRules(dress: MailDress | null): string {
  const dark = dress?.tokens?.dark;
  const button = dark
    ? `.button { background: ${dark.fill} !important; border-color: ${dark.edge} !important; color: ${dark.onFill} !important }\n`
    : '';
  // A logo is drawn for paper: in the dark it lies on some.
  const logo = dress?.logo ? '.logo { padding: 8px 10px !important; background: #FFFFFF !important }\n' : '';
  return button || logo ? `\n@media (prefers-color-scheme: dark) {\n${button}${logo}}` : '';
}
