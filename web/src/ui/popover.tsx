import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

/** A box that opens from its trigger and holds more than choices: `title` is its name. Escape and the way back of the focus are Base UI's. */
export function Popover({
  trigger,
  title,
  open,
  onOpenChange,
  children,
}: {
  trigger: ReactElement;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <BasePopover.Root open={open} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={6} align="end" collisionPadding={8} className="z-30 outline-none">
          <BasePopover.Popup className="flex max-h-(--available-height) w-96 max-w-[calc(100vw-1rem)] flex-col gap-3 overflow-y-auto rounded-panel border border-border bg-surface p-4 shadow-lg outline-none">
            <BasePopover.Title className="text-base">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
