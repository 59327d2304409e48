import {
  type AccentTokens,
  accentTokens,
  accentWarnings,
  type BrandTheme,
  PAPERS,
  THEMES,
} from '@gatehouse/contract/accent';
import { CORNERS, type Corner } from '@gatehouse/contract/brand-look';
import { accentField } from '@gatehouse/contract/branding';
import { contrast } from '@gatehouse/contract/oklab';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioCards, SwitchField } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { SectionProps } from './branding-sections.tsx';

/** The house's accent, which `tokens.css` has by hand. */
const HOUSE_ACCENT = '#f97316';

export function ColourSection({ values, change, field }: SectionProps) {
  const t = useText();
  const readable = accentField.safeParse(values.accent);
  const accent = readable.success ? readable.data : null;
  return (
    <Panel title={t('branding.look')}>
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-end gap-2">
          <TextField
            {...field('accent')}
            className="max-w-xs"
            label={t('branding.accent')}
            optional
            placeholder={HOUSE_ACCENT}
            maxLength={7}
            value={values.accent ?? ''}
            onChange={(typed) => change({ accent: typed === '' ? null : typed })}
          />
          <input
            type="color"
            aria-label={t('branding.accent-pick')}
            value={accent ?? HOUSE_ACCENT}
            onChange={(event) => change({ accent: event.target.value })}
            className="h-control w-14 cursor-pointer rounded-control border border-control bg-surface p-1"
          />
          {values.accent === null ? null : (
            <Button look="quiet" onClick={() => change({ accent: null })}>
              {t('branding.accent-house')}
            </Button>
          )}
          <p className="w-full text-meta text-muted">{t('branding.accent-hint')}</p>
        </div>
        {accent === null ? null : <Swatches accent={accent} />}
        <RadioCards
          legend={t('branding.corner')}
          value={String(values.corner)}
          onChange={(corner) => change({ corner: Number(corner) as Corner })}
          choices={CORNERS.map((corner) => ({ value: String(corner), label: t(`branding.corner.${corner}`) }))}
        />
        <SwitchField
          label={t('branding.powered-by')}
          hint={t('branding.powered-by-hint')}
          checked={values.poweredBy}
          onChange={(poweredBy) => change({ poweredBy })}
        />
      </div>
    </Panel>
  );
}

function Swatches({ accent }: { accent: string }) {
  const t = useText();
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold">{t('branding.contrast')}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {THEMES.map((theme) => (
          <ThemeSwatches key={theme} theme={theme} tokens={accentTokens(accent, theme)} />
        ))}
      </div>
      {accentWarnings(accent).map((warning) => (
        <Notice key={warning} tone="warning" title={t(`branding.warning.${warning}`)}>
          {t(`branding.warning.${warning}-text`)}
        </Notice>
      ))}
    </div>
  );
}

/** The least contrast of a colour with what it can stand on. */
function least(colour: string, grounds: readonly string[]): number {
  return Math.floor(Math.min(...grounds.map((ground) => contrast(colour, ground))) * 10) / 10;
}

function ThemeSwatches({ theme, tokens }: { theme: BrandTheme; tokens: AccentTokens }) {
  const t = useText();
  const papers = PAPERS[theme];
  const { fill, onFill, hover, text, soft, edge } = tokens;
  const ratio = (value: number) => t('branding.ratio', { ratio: value });
  const row = 'flex items-center justify-between gap-3 rounded-control border-2 border-transparent px-3 py-1.5';
  return (
    <div
      className="flex flex-col gap-2 rounded-panel border border-border p-3"
      style={{ background: papers[0], color: text }}
    >
      <p className="text-meta font-semibold">{t(`branding.theme.${theme}`)}</p>
      <p className={`${row} font-semibold`} style={{ background: fill, color: onFill, borderColor: edge }}>
        <span>{t('branding.swatch.button')}</span>
        <span className="whitespace-nowrap tabular-nums">{ratio(least(onFill, [fill]))}</span>
      </p>
      <p className={`${row} font-semibold`} style={{ background: hover, color: onFill, borderColor: edge }}>
        <span>{t('branding.swatch.hover')}</span>
        <span className="whitespace-nowrap tabular-nums">{ratio(least(onFill, [hover]))}</span>
      </p>
      <p className={row} style={{ background: soft }}>
        <span>{t('branding.swatch.text')}</span>
        <span className="whitespace-nowrap tabular-nums">{ratio(least(text, [...papers, soft]))}</span>
      </p>
      <p className={row} style={{ borderColor: edge }}>
        <span>{t('branding.swatch.edge')}</span>
        <span className="whitespace-nowrap tabular-nums">{ratio(least(edge, papers))}</span>
      </p>
    </div>
  );
}
