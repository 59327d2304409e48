import { type CompanyDetail, closingRoutes } from '@gatehouse/contract/closing';
import { MOST_MEMBERS } from '@gatehouse/contract/seats';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { SeatsLine } from '../organizations/seats-line.tsx';
import { companyQuery } from './closing-queries.ts';

type Asking = { company: CompanyDetail; org: string; onClose: () => void };

/** Asks for the limit and why; says before what it would mean for those who are there and those who are invited. */
export function LimitDialog({ company, org, onClose }: Asking) {
  const t = useText();
  const { seats } = company;
  const [typed, setTyped] = useState(seats.limit === null ? '' : String(seats.limit));
  const [reason, setReason] = useState('');
  const { field, show, fromServer } = useFieldProblems();
  const set = useSetLimit(org, company.id);
  const limit = typed.trim() === '' ? null : Number(typed);
  const confirm = () => {
    const isWrong = limit !== null && !(Number.isInteger(limit) && limit >= 1 && limit <= MOST_MEMBERS);
    const missing = {
      ...(isWrong ? { limit: { code: 'FIELD-OUT-OF-RANGE', params: { min: 1, max: MOST_MEMBERS } } as const } : {}),
      ...(reason.trim().length < 3 ? { reason: { code: 'FIELD-REQUIRED', params: {} } as const } : {}),
    };
    show(missing);
    if (Object.keys(missing).length === 0) set.mutate({ limit, reason }, { onSuccess: onClose, onError: fromServer });
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('closing.limit.ask', { name: company.name })}
      text={t('closing.limit.text')}
      action={t('closing.limit.button')}
      busy={set.isPending}
      onSubmit={confirm}
    >
      <SeatsLine seats={seats} />
      <TextField
        {...field('limit')}
        label={t('closing.limit.field')}
        hint={t('closing.limit.hint')}
        inputMode="numeric"
        value={typed}
        onChange={(next) => {
          setTyped(next);
          show({});
        }}
      />
      {limit !== null && limit < seats.members + seats.invitations ? (
        <Notice tone="warning" title={t('closing.limit.below', { over: seats.members + seats.invitations - limit })} />
      ) : null}
      <TextField
        {...field('reason')}
        label={t('closing.reason')}
        hint={t('closing.limit.reason-hint')}
        maxLength={200}
        value={reason}
        onChange={setReason}
      />
      {unplaced(set.error) ? <ProblemNotice error={set.error} /> : null}
    </FormDialog>
  );
}

function useSetLimit(org: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { limit: number | null; reason: string }) =>
      call(closingRoutes.limitCompany, { params: { org, id }, body }),
    onSuccess: (company) => client.setQueryData(companyQuery(org, id).queryKey, company),
  });
}
