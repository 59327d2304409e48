import type { Operation } from '@gatehouse/contract/operations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import type { Selection } from '../../lib/selection.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { BulkNotice } from './bulk-notice.tsx';

/** What can be done to a selection; `typed`: only once the number was typed, for it cannot be taken back. */
export type BulkAction = {
  readonly name: string;
  readonly typed?: boolean;
  /** It needs more than a press: a dialog of the list, see `ask`. */
  readonly asks?: boolean;
};

/** What the dialog of an action is given. */
export type Asking = {
  readonly count: number;
  readonly onBegun: (operation: Operation) => void;
  readonly onClose: () => void;
};

/** What is done to the rows that are selected, and what became of it. */
export function BulkBar({
  org,
  lists,
  selection,
  actions,
  begin,
  ask,
}: {
  org: string;
  /** Query key of the lists that show the effect. */
  lists: string;
  selection: Selection;
  actions: readonly BulkAction[];
  begin: (action: string, count: number) => Promise<Operation>;
  /** The dialog of an action that asks. */
  ask?: (action: string, asking: Asking) => ReactNode;
}) {
  const t = useText();
  const client = useQueryClient();
  const [begun, setBegun] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [asking, setAsking] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const { count } = selection;
  const start = useMutation({
    mutationFn: (action: string) => begin(action, count),
    onSuccess: (operation) => onBegun(operation),
  });
  const onBegun = ({ id }: Operation) => {
    setBegun(id);
    setAsked(false);
    setAsking(null);
    setTyped('');
    selection.clear();
    return client.invalidateQueries({ queryKey: [lists, org] });
  };
  const press = ({ name, typed: needsNumber, asks }: BulkAction) => {
    if (needsNumber) setAsked(true);
    else if (asks) setAsking(name);
    else start.mutate(name);
  };
  const confirmed = typed.normalize('NFKC').trim() === String(count);
  return (
    <>
      {begun ? <BulkNotice key={begun} org={org} id={begun} lists={lists} onClose={() => setBegun(null)} /> : null}
      {start.isError ? <ProblemNotice error={start.error} /> : null}
      {count > 0 ? (
        <section
          aria-label={t('lists.bulk')}
          className="sticky bottom-2 z-10 flex flex-wrap items-center gap-2 rounded-panel border border-brand-text bg-surface p-3 shadow-lg"
        >
          <span role="status" className="mr-2 font-semibold tabular-nums">
            {t('lists.selected', { count })}
          </span>
          {actions.map((action) => (
            <Button
              key={action.name}
              look={action.typed ? 'danger' : 'secondary'}
              busy={start.isPending}
              onClick={() => press(action)}
            >
              {t(`lists.bulk.${action.name}`)}
            </Button>
          ))}
          <Button look="quiet" onClick={selection.clear}>
            {t('lists.select-clear')}
          </Button>
        </section>
      ) : null}
      {asking ? ask?.(asking, { count, onBegun, onClose: () => setAsking(null) }) : null}
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={t('lists.bulk.confirm.title', { count })}
        text={t('lists.bulk.confirm.text')}
        action={t('lists.bulk.revoke')}
        busy={start.isPending}
        onConfirm={() => {
          if (confirmed) start.mutate('revoke');
        }}
      >
        <TextField
          id="bulk-count"
          label={t('lists.bulk.confirm.type', { count })}
          inputMode="numeric"
          value={typed}
          onChange={setTyped}
        />
      </Confirm>
    </>
  );
}
