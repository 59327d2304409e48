import { bulkMemberRoutes, type RolesPreview } from '@gatehouse/contract/bulk';
import { ROLES, type Role } from '@gatehouse/contract/roles';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import type { Asking } from '../operations/bulk-bar.tsx';

type Props = Asking & { org: string; chosen: { ids: string[] } | { filter: Record<string, string> } };

/** Other roles for many people: what it comes to is said before it is done, and it can be undone afterwards. */
export function RolesDialog({ org, chosen, count, onBegun, onClose }: Props) {
  const t = useText();
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const [reason, setReason] = useState('');
  const params = { org };
  const preview = useQuery({
    queryKey: ['members', org, 'roles-preview', chosen, roles],
    queryFn: ({ signal }) =>
      call(bulkMemberRoutes.previewRoles, { params, body: { ...chosen, roles: [...roles] } as never, signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const change = useMutation({
    mutationFn: () => {
      const said = reason.trim() ? { reason } : {};
      const body = { action: 'roles' as const, ...chosen, roles: [...roles], expected: count, ...said };
      return call(bulkMemberRoutes.bulk, { params, body: body as never });
    },
    onSuccess: onBegun,
  });
  const ready = roles.length > 0 && (preview.data?.changes ?? 0) > 0 && !preview.isPlaceholderData;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('lists.roles.title', { count })}
      text={t('lists.roles.text')}
      action={t('lists.roles.action')}
      busy={change.isPending || !ready}
      onSubmit={() => {
        if (ready) change.mutate();
      }}
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-semibold">{t('lists.roles.wanted')}</legend>
        {ROLES.filter((role) => preview.data?.grantable.includes(role)).map((role) => (
          <label key={role} className="flex items-start gap-3">
            <input
              type="checkbox"
              className="mt-1 size-5 shrink-0 accent-brand-text"
              checked={roles.includes(role)}
              onChange={(event) =>
                setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
            />
            <span className="flex min-w-0 flex-col">
              <span className="font-semibold">{t(`common.role.${role}`)}</span>
              <span className="text-meta text-muted">{t(`console.role.${role}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField
        id="roles-reason"
        label={t('lists.roles.reason')}
        hint={t('lists.roles.reason-hint')}
        optional
        maxLength={200}
        value={reason}
        onChange={setReason}
      />
      {preview.data ? <Outcome preview={preview.data} chosen={roles.length > 0} /> : null}
      {preview.isError ? <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {change.isError ? <ProblemNotice error={change.error} /> : null}
    </FormDialog>
  );
}

/** What they hold now, and what would become of it. */
function Outcome({ preview, chosen }: { preview: RolesPreview; chosen: boolean }) {
  const t = useText();
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction' });
  const { held, changes, same, tooHigh, self, lastOwner } = preview;
  const named = (roles: readonly Role[]) => list.format(roles.map((role) => t(`common.role.${role}`)));
  const now = held.slice(0, 5).map(({ roles, count }) => t('lists.roles.held', { roles: named(roles), count }));
  const lines = [
    t('lists.roles.changes', { count: changes }),
    ...(same > 0 ? [t('lists.roles.same', { count: same })] : []),
    ...(tooHigh > 0 ? [t('lists.roles.too-high', { count: tooHigh })] : []),
    ...(lastOwner ? [t('lists.roles.last-owner')] : []),
    ...(self ? [t('lists.roles.self')] : []),
  ];
  return (
    <div role="status" className="rounded-panel border border-border bg-sunken px-4 py-3">
      <p className="font-semibold">{t(chosen ? 'lists.roles.then' : 'lists.roles.now')}</p>
      <ul className="list-disc pl-5">
        {(chosen ? lines : now).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
