import type { SavedView, ViewList } from '@gatehouse/contract/saved-views';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { SwitchField } from '../../ui/choice.tsx';
import { Confirm, FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useSession } from '../sessions/session.ts';
import { type Asked, addressOfView, useChangeView, useCreateView, useDeleteView } from './view-queries.ts';

type Props = {
  list: ViewList;
  asked: Asked;
  /** The one that is looked at. */
  view: SavedView | null;
  now: Record<string, string>;
  onClose: () => void;
  onDone: (said: string) => void;
};

/** What is asked before a view is kept, changed or deleted. */
export function ViewDialogs(props: Props) {
  if (props.asked === 'new') return <NewDialog {...props} />;
  if (!props.view) return null;
  const of = { ...props, view: props.view };
  return props.asked === 'edit' ? <EditDialog {...of} /> : <DeleteDialog {...of} />;
}

function NewDialog({ list, now, onClose, onDone }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const { slug } = useConsoleOrganization();
  const [form, setForm] = useState({ name: '', shared: false, isDefault: false });
  const problems = useFieldProblems();
  const create = useCreateView(slug, list);
  const submit = () =>
    create.mutate(
      { ...form, search: now },
      {
        onError: problems.fromServer,
        onSuccess: (view) => {
          onDone(t('lists.views.saved', { name: view.name }));
          onClose();
          void navigate({ to: '.', search: addressOfView(view), replace: true, resetScroll: false });
        },
      },
    );
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('lists.views.new.title')}
      text={t('lists.views.new.text')}
      action={t('common.action.save')}
      busy={create.isPending}
      onSubmit={submit}
    >
      <Fields form={form} onChange={setForm} field={problems.field} mayMove />
      {unplaced(create.error) ? <ProblemNotice error={create.error} /> : null}
    </FormDialog>
  );
}

function EditDialog({ view, onClose, onDone }: Props & { view: SavedView }) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const { account } = useSession();
  const [form, setForm] = useState({ name: view.name, shared: view.shared, isDefault: view.isDefault });
  const problems = useFieldProblems();
  const change = useChangeView(slug);
  const mine = view.owner.id === account.id;
  const submit = () => {
    const { shared, ...rest } = form;
    change.mutate(
      { id: view.id, ...rest, ...(shared === view.shared ? {} : { shared }) },
      {
        onError: problems.fromServer,
        onSuccess: ({ name }) => {
          onDone(t('lists.views.saved', { name }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('lists.views.edit.title', { name: view.name })}
      text={mine ? t('lists.views.edit.text') : t('lists.views.by', { name: view.owner.name })}
      action={t('common.action.save')}
      busy={change.isPending}
      onSubmit={submit}
    >
      <Fields form={form} onChange={setForm} field={problems.field} mayMove={mine} />
      {unplaced(change.error) ? <ProblemNotice error={change.error} /> : null}
    </FormDialog>
  );
}

type Form = { name: string; shared: boolean; isDefault: boolean };

function Fields({
  form,
  onChange,
  field,
  mayMove,
}: {
  form: Form;
  onChange: (form: Form) => void;
  field: ReturnType<typeof useFieldProblems>['field'];
  /** Whether it is this person's to share or to keep. */
  mayMove: boolean;
}) {
  const t = useText();
  const { may } = useConsoleOrganization();
  return (
    <>
      <TextField
        {...field('name')}
        label={t('lists.views.name')}
        maxLength={64}
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
      />
      {may('views.share') && mayMove ? (
        <SwitchField
          label={t('lists.views.share')}
          hint={t('lists.views.share-hint')}
          checked={form.shared}
          onChange={(shared) => onChange({ ...form, shared })}
        />
      ) : null}
      <SwitchField
        label={t('lists.views.default')}
        hint={t('lists.views.default-hint')}
        checked={form.isDefault}
        onChange={(isDefault) => onChange({ ...form, isDefault })}
      />
    </>
  );
}

function DeleteDialog({ view, onClose, onDone }: Props & { view: SavedView }) {
  const t = useText();
  const navigate = useNavigate();
  const { slug } = useConsoleOrganization();
  const remove = useDeleteView(slug);
  const confirm = () =>
    remove.mutate(view.id, {
      onSuccess: () => {
        onDone(t('lists.views.deleted', { name: view.name }));
        onClose();
        const search = (before: object) => ({ ...before, view: undefined });
        void navigate({ to: '.', search, replace: true, resetScroll: false });
      },
    });
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={t('lists.views.delete.title', { name: view.name })}
      text={t(view.shared ? 'lists.views.delete.shared' : 'lists.views.delete.own')}
      action={t('lists.views.delete.action')}
      busy={remove.isPending}
      onConfirm={confirm}
    >
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
    </Confirm>
  );
}
