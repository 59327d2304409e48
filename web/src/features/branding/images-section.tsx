import type { BrandImageName, UploadedImage } from '@gatehouse/contract/branding';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { drawForMail, uploadImage } from './branding-queries.ts';
import type { SectionProps } from './branding-sections.tsx';

type Props = SectionProps & { org: string; editable: boolean };

export function ImagesSection({ values, change, field, org, editable }: Props) {
  const t = useText();
  const shared = { org, editable, values };
  return (
    <Panel title={t('branding.images')} text={t('branding.images-text')}>
      <div className="grid gap-5 sm:grid-cols-2">
        <ImageField
          {...shared}
          {...field('logoLight')}
          name="logoLight"
          label={t('branding.logo-light')}
          hint={t('branding.logo-hint')}
          ground="light"
          onChange={(logoLight, logoMail) => change({ logoLight, logoMail })}
          forMail
        />
        <ImageField
          {...shared}
          {...field('logoDark')}
          name="logoDark"
          label={t('branding.logo-dark')}
          hint={t('branding.logo-dark-hint')}
          ground="dark"
          onChange={(logoDark) => change({ logoDark })}
        />
        <ImageField
          {...shared}
          {...field('icon')}
          name="icon"
          label={t('branding.icon')}
          hint={t('branding.icon-hint')}
          ground="own"
          onChange={(icon) => change({ icon })}
        />
      </div>
    </Panel>
  );
}

/** What a logo is looked at on, whatever the theme of this page is. */
const GROUNDS = {
  light: { paper: 'bg-[#ffffff]', text: 'text-[#5c5550]' },
  dark: { paper: 'bg-[#1b1816]', text: 'text-[#b3aba3]' },
  own: { paper: 'bg-surface', text: 'text-muted' },
} as const;

type FieldProps = Pick<Props, 'values' | 'org' | 'editable'> & {
  id: string;
  error: string | null;
  name: BrandImageName;
  label: string;
  hint: string;
  ground: keyof typeof GROUNDS;
  /** Mails get a picture of their own of it. */
  forMail?: boolean;
  onChange: (name: string | null, mail: string | null) => void;
};

function ImageField({ values, org, editable, id, error, name, label, hint, ground, forMail, onChange }: FieldProps) {
  const t = useText();
  const chooser = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (file: Blob) => {
      const image = await uploadImage(org, file);
      return { image, mail: forMail ? await mailLogo(org, image) : null };
    },
    onSuccess: ({ image, mail }) => onChange(image.name, mail),
  });
  const shown = values[name];
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) upload.mutate(file);
    if (chooser.current) chooser.current.value = '';
  };
  const remove = () => {
    upload.reset();
    onChange(null, null);
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <span id={`${id}-label`} className="font-semibold">
        {label}
      </span>
      <div
        className={`flex h-20 items-center justify-center rounded-control border border-control p-3 ${GROUNDS[ground].paper}`}
      >
        {shown === null ? (
          <span className={GROUNDS[ground].text}>{t('branding.no-image')}</span>
        ) : (
          <img src={`/brand/${shown}`} alt={label} className="max-h-full max-w-full" />
        )}
      </div>
      <input
        ref={chooser}
        type="file"
        accept=".png,.svg,image/png,image/svg+xml"
        aria-labelledby={`${id}-label`}
        tabIndex={-1}
        hidden
        onChange={(event) => take(event.target.files)}
      />
      {editable ? (
        <div className="flex flex-wrap gap-2">
          <Button
            id={id}
            aria-describedby={`${id}-hint`}
            aria-label={`${label}: ${t(shown === null ? 'branding.choose' : 'branding.replace')}`}
            busy={upload.isPending}
            onClick={() => chooser.current?.click()}
          >
            {t(shown === null ? 'branding.choose' : 'branding.replace')}
          </Button>
          {shown === null ? null : (
            <Button look="quiet" aria-label={t('branding.remove-of', { name: label })} onClick={remove}>
              {t('branding.remove')}
            </Button>
          )}
        </div>
      ) : null}
      <ImageNotes id={id} error={error} hint={hint} image={upload.data?.image} />
      {upload.isError ? <ProblemNotice error={upload.error} /> : null}
    </div>
  );
}

type NoteProps = { id: string; error: string | null; hint: string; image: UploadedImage | undefined };

function ImageNotes({ id, error, hint, image }: NoteProps) {
  const t = useText();
  return (
    <div id={`${id}-hint`} className="flex flex-col gap-1 text-meta">
      {error ? (
        <p className="flex items-start gap-1.5 text-danger">
          <Icon name="alert" className="mt-0.5 size-4" />
          <span>{error}</span>
        </p>
      ) : null}
      {image && image.removed.length > 0 ? (
        <p role="status">{t('branding.removed', { names: image.removed.join(', ') })}</p>
      ) : null}
      <p className="text-muted">{hint}</p>
    </div>
  );
}

/** Mail programs draw no SVG and want little of anything. Without it the mail has the name in words: no reason to fail. */
async function mailLogo(org: string, image: UploadedImage): Promise<string | null> {
  const drawn = await drawForMail(image).catch(() => null);
  return drawn ? (await uploadImage(org, drawn)).name : null;
}
