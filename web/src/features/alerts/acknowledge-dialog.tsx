import { type Alert, alertRoutes } from '@gatehouse/contract/alerts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

/** Asks for a note, and closes the alert for everybody. `alert` null: closed. */
export function AcknowledgeDialog({ alert, org, onClose }: { alert: Alert | null; org: string; onClose: () => void }) {
  const t = useText();
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: (id: string) => call(alertRoutes.acknowledge, { params: { org, id }, body: { note } }),
    onSuccess: onClose,
    onSettled: () =>
      Promise.all(
        [
          ['alerts', org],
          ['overview', org],
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  return (
    <FormDialog
      open={alert !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('alerts.acknowledge.title')}
      text={t('alerts.acknowledge.text')}
      action={t('alerts.acknowledge')}
      busy={acknowledge.isPending}
      onSubmit={() => alert && acknowledge.mutate(alert.id)}
    >
      <TextField
        id="alert-note"
        label={t('alerts.note')}
        hint={t('alerts.note.hint')}
        rows={3}
        maxLength={500}
        value={note}
        onChange={setNote}
      />
      {acknowledge.isError ? <ProblemNotice error={acknowledge.error} /> : null}
    </FormDialog>
  );
}
