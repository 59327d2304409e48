import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export const MENU_ROW =
  'flex min-h-control w-full items-center gap-2.5 rounded-lg px-3 py-1.5 text-left text-ink no-underline outline-none data-highlighted:bg-sunken';

/** Opens from its trigger; arrow keys, Escape and the way back of the focus are Base UI's. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align="end" className="z-30 outline-none">
          <BaseMenu.Popup className="max-h-(--available-height) w-64 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-panel border border-border bg-surface p-1.5 shadow-lg outline-none">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function MenuItem({ icon, onClick, children }: { icon: IconName; onClick: () => void; children: string }) {
  return (
    <BaseMenu.Item className={MENU_ROW} onClick={onClick}>
      <Icon name={icon} className="size-4 text-muted" />
      <span>{children}</span>
    </BaseMenu.Item>
  );
}

/** An entry that is a way to another page: `link` is the link without its content. */
export function MenuLink({ icon, link, children }: { icon: IconName; link: ReactElement; children: string }) {
  return (
    <BaseMenu.LinkItem className={MENU_ROW} render={link} closeOnClick>
      <Icon name={icon} className="size-4 text-muted" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </BaseMenu.LinkItem>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="my-1.5 h-px bg-border" />;
}

export const MENU_HEADING = 'px-3 pt-1.5 pb-1 text-meta font-semibold text-muted';

/** One of several, under a heading. */
export function MenuChoice<V extends string>({
  label,
  value,
  onChange,
  options,
}: {
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: string; lang?: string }[];
}) {
  return (
    <BaseMenu.RadioGroup value={value} onValueChange={(next: V) => onChange(next)}>
      <BaseMenu.Group>
        <BaseMenu.GroupLabel className={MENU_HEADING}>{label}</BaseMenu.GroupLabel>
        {options.map((option) => (
          <BaseMenu.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick
            lang={option.lang}
            className={`${MENU_ROW} data-checked:font-semibold`}
          >
            <span className="size-4 text-brand-text">
              <BaseMenu.RadioItemIndicator className="block">
                <Icon name="check" />
              </BaseMenu.RadioItemIndicator>
            </span>
            <span className="min-w-0">{option.label}</span>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.Group>
    </BaseMenu.RadioGroup>
  );
}
