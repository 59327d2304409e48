import { Dialog } from '@base-ui/react/dialog';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { ShortcutsSwitch } from './shortcuts-switch.tsx';

const KEYS = [
  { keys: ['j', 'k'], text: 'keys.move' },
  { keys: ['x'], text: 'keys.select' },
  { keys: ['Enter'], text: 'keys.open' },
  { keys: ['/'], text: 'keys.search' },
  { keys: ['?'], text: 'keys.help' },
] as const;

/** Which keys there are, and the way to switch them off. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-backdrop" />
        <Dialog.Popup className="fixed inset-x-4 top-1/2 z-30 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-panel border border-border bg-surface p-5 shadow-lg">
          <Dialog.Title className="text-lead leading-tight">{t('keys.title')}</Dialog.Title>
          <Dialog.Description className="text-muted">{t('keys.text')}</Dialog.Description>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
            {[...KEYS, { keys: ['Ctrl / ⌘ K'], text: 'keys.palette' }].map(({ keys, text }) => (
              <div key={text} className="contents">
                <dt className="flex gap-1.5">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="inline-flex min-h-7 min-w-7 items-center justify-center rounded-lg border border-control bg-sunken px-2 font-sans text-meta font-semibold"
                    >
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
          <ShortcutsSwitch />
          <div className="flex justify-end">
            <Dialog.Close render={<Button>{t('common.action.close')}</Button>} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
