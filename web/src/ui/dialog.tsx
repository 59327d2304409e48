import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button, IconButton } from './button.tsx';

const BACKDROP = 'fixed inset-0 z-20 bg-backdrop';

/** Asks before something that cannot be taken back. Stays open, and says why, when the server refuses. */
export function Confirm({
  open,
  onOpenChange,
  title,
  text,
  action,
  busy,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  action: string;
  busy: boolean;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const t = useText();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={BACKDROP} />
        <AlertDialog.Popup className="fixed inset-x-4 top-1/2 z-30 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 flex-col gap-3 overflow-y-auto rounded-panel border border-border bg-surface p-5 shadow-lg">
          <AlertDialog.Title className="text-lead leading-tight">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-muted">{text}</AlertDialog.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button>{t('common.action.cancel')}</Button>} />
            <Button look="danger-filled" busy={busy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Asks for what an act needs and says what follows from it. Without `action` there is nothing left to do but close. */
export function FormDialog({
  open,
  onOpenChange,
  title,
  text,
  action,
  look = 'primary',
  close,
  busy,
  onSubmit,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  action: string | null;
  /** `danger-filled` where the act takes something away. */
  look?: 'primary' | 'danger-filled';
  /** What closing is called, where it is a decision of its own: a press beside the dialog is none. */
  close?: string;
  busy: boolean;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const t = useText();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={close !== undefined}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed inset-x-4 top-1/2 z-30 mx-auto max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 overflow-y-auto rounded-panel border border-border bg-surface p-5 shadow-lg">
          <form
            noValidate
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              // A form that the dialog belongs to hears of it through the portal, and would be submitted as well.
              event.stopPropagation();
              onSubmit();
            }}
          >
            <Dialog.Title className="text-lead leading-tight">{title}</Dialog.Title>
            <Dialog.Description className="text-muted">{text}</Dialog.Description>
            {children}
            <div className="mt-2 flex flex-wrap justify-end gap-2">
              <Dialog.Close
                render={<Button>{close ?? t(action ? 'common.action.cancel' : 'common.action.close')}</Button>}
              />
              {action ? (
                <Button type="submit" look={look} busy={busy}>
                  {action}
                </Button>
              ) : null}
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A panel from the left edge: the navigation where the screen is narrow. */
export function Sheet({
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
  const t = useText();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-30 flex w-72 max-w-[85vw] flex-col gap-2 overflow-y-auto border-r border-border bg-canvas p-3 shadow-lg">
          <div className="flex items-center justify-between">
            <Dialog.Title className="px-2 text-base">{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="cross" label={t('common.action.close')} />} />
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A form in a panel from the right edge, beside the list that it adds to. */
export function Drawer({
  open,
  onOpenChange,
  title,
  text,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  children: ReactNode;
}) {
  const t = useText();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-30 flex w-full max-w-md flex-col gap-3 overflow-y-auto border-l border-border bg-surface p-5 shadow-lg">
          <div className="flex items-start justify-between gap-3">
            <Dialog.Title className="text-lead leading-tight">{title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon="cross" label={t('common.action.close')} />} />
          </div>
          <Dialog.Description className="text-muted">{text}</Dialog.Description>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
