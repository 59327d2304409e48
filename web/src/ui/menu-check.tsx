import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { MENU_HEADING, MENU_ROW } from './menu.tsx';

/** What is on or off; the menu stays open. */
export function MenuCheck({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: string;
}) {
  return (
    <BaseMenu.CheckboxItem checked={checked} onCheckedChange={onChange} className={MENU_ROW}>
      <span className="size-4 text-brand-text">
        <BaseMenu.CheckboxItemIndicator className="block">
          <Icon name="check" />
        </BaseMenu.CheckboxItemIndicator>
      </span>
      <span className="min-w-0">{children}</span>
    </BaseMenu.CheckboxItem>
  );
}

/** Entries under a heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className={MENU_HEADING}>{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}
