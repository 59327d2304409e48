import type { WelcomeLink } from '@gatehouse/contract/organizations';
import { useText } from '../../lib/i18n.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { moved } from './settings-form.ts';
import type { SectionProps } from './settings-sections.tsx';

const MAX_LINKS = 6;
const EMPTY: WelcomeLink = { title: '', description: '', url: '' };

/** The links that new people see first. Order by buttons: no drag is needed. */
export function WelcomeLinksSection({ form, change, field }: SectionProps) {
  const t = useText();
  const links = form.welcomeLinks;
  const set = (welcomeLinks: WelcomeLink[]) => change({ welcomeLinks });
  const full = links.length >= MAX_LINKS;
  return (
    <Panel title={t('console.settings.links')} text={t('console.settings.links-text')}>
      <ol className="flex flex-col gap-4">
        {links.map((link, index) => (
          <LinkEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a link has no identity but its place
            key={index}
            link={link}
            index={index}
            count={links.length}
            field={field}
            onChange={(changes) => set(links.with(index, { ...link, ...changes }))}
            onMove={(by) => set(moved(links, index, by))}
            onRemove={() => set(links.toSpliced(index, 1))}
          />
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button icon="plus" disabled={full} onClick={() => set([...links, EMPTY])}>
          {t('console.settings.link.add')}
        </Button>
        <span className="text-meta text-muted">
          {t('console.settings.links-count', { count: links.length, max: MAX_LINKS })}
        </span>
      </div>
    </Panel>
  );
}

function LinkEditor({
  link,
  index,
  count,
  field,
  onChange,
  onMove,
  onRemove,
}: {
  link: WelcomeLink;
  index: number;
  count: number;
  field: SectionProps['field'];
  onChange: (changes: Partial<WelcomeLink>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const t = useText();
  const number = index + 1;
  const part = (name: keyof WelcomeLink) => ({
    ...field(`welcomeLinks.${index}.${name}`),
    label: t(`console.settings.link.${name}`),
    value: link[name],
    onChange: (value: string) => onChange({ [name]: value }),
  });
  return (
    <li>
      <fieldset className="grid gap-3 rounded-control border border-border p-3 sm:grid-cols-2">
        <legend className="sr-only">{t('console.settings.link.legend', { number })}</legend>
        <div className="flex items-center justify-between gap-2 sm:col-span-2">
          <span aria-hidden="true" className="font-semibold text-muted">
            {t('console.settings.link.legend', { number })}
          </span>
          <div className="flex gap-1">
            <IconButton
              icon="up"
              label={t('console.settings.link.up', { number })}
              disabled={index === 0}
              onClick={() => onMove(-1)}
            />
            <IconButton
              icon="down"
              label={t('console.settings.link.down', { number })}
              disabled={number === count}
              onClick={() => onMove(1)}
            />
            <IconButton icon="trash" label={t('console.settings.link.remove', { number })} onClick={onRemove} />
          </div>
        </div>
        <TextField {...part('title')} />
        <TextField {...part('url')} type="url" inputMode="url" />
        <TextField {...part('description')} optional className="sm:col-span-2" />
      </fieldset>
    </li>
  );
}
