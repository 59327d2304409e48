import { type RecoveryRequest, recoveryRoutes } from '@gatehouse/contract/recoveries';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/** A decision with its reason: how it was checked who asks, or why not. Both are kept. */
export function DecideRecovery({
  request,
  decision,
  org,
  onClose,
  onDone,
}: {
  request: RecoveryRequest;
  decision: 'approve' | 'reject';
  org: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const { show, fromServer, field } = useFieldProblems();
  const decide = useMutation({
    mutationFn: () => call(recoveryRoutes.decide, { params: { org, id: request.id }, body: { decision, reason } }),
    onSuccess: () => {
      onClose();
      onDone();
    },
    onError: fromServer,
  });
  const submit = () => {
    const isShort = reason.trim().length < 3;
    show(isShort ? { reason: { code: 'FIELD-REQUIRED', params: {} } } : {});
    if (!isShort) decide.mutate();
  };
  return (
    <FormDialog
      open={true}
      onOpenChange={(open) => open || onClose()}
      title={t(`queue.recovery.${decision}.title`, { name: request.name })}
      text={t(`queue.recovery.${decision}.text`)}
      action={t(`common.action.${decision}`)}
      look={decision === 'reject' ? 'danger-filled' : 'primary'}
      busy={decide.isPending}
      onSubmit={submit}
    >
      {unplaced(decide.error) ? <ProblemNotice error={decide.error} /> : null}
      <TextField
        {...field('reason')}
        label={t(`queue.recovery.${decision}.reason`)}
        rows={3}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
