import { looksLikeLink } from '@gatehouse/contract/fields';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { useFieldProblems } from '../../lib/use-field-problems.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

const LONGEST = 500;

/** Asks why: whoever is turned down reads it. `count` 0: closed. */
export function RejectDialog({
  count,
  onClose,
  onReject,
}: {
  count: number;
  onClose: () => void;
  onReject: (reason: string) => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const { show, field } = useFieldProblems();
  const submit = () => {
    const typed = reason.trim();
    const code = looksLikeLink(typed) ? 'NAME-INVALID' : typed === '' ? 'FIELD-REQUIRED' : null;
    if (code) return show({ reason: { code, params: {} } });
    show({});
    setReason('');
    onReject(typed);
  };
  return (
    <FormDialog
      open={count > 0}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('queue.reject.title', { count })}
      text={t('queue.reject.text')}
      action={t('common.action.reject')}
      look="danger-filled"
      busy={false}
      onSubmit={submit}
    >
      <TextField
        {...field('reason')}
        label={t('queue.reject.reason')}
        rows={4}
        maxLength={LONGEST}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
