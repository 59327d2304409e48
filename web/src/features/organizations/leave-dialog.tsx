import { memberRoutes } from '@gatehouse/contract/members';
import { ownAccountRoutes } from '@gatehouse/contract/own-account';
import type { Role } from '@gatehouse/contract/roles';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

export type OwnPlace = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly roles: readonly Role[];
  /** Nobody gets in to it for now. */
  readonly closed?: boolean;
};

/** What leaving takes and what stays. The last owner reads what to do first, and there is nothing to press. */
export function LeaveDialog({
  place: { organization, roles, closed = false },
  onClose,
  onLeft,
}: {
  place: OwnPlace;
  onClose: () => void;
  onLeft: () => void;
}) {
  const t = useText();
  const client = useQueryClient();
  const { name } = organization;
  const owns = roles.includes('owner');
  const deletion = useQuery({
    queryKey: ['own-deletion'],
    queryFn: ({ signal }) => call(ownAccountRoutes.deletion, { signal }),
    enabled: owns,
  });
  const held = deletion.data?.organizations.some(({ id, lastOwner }) => id === organization.id && lastOwner);
  const leave = useMutation({
    mutationFn: () => call(memberRoutes.leave, { body: { organization: organization.id } }),
    onSuccess: () => {
      onLeft();
      onClose();
      // Menus, notices and lists: all of them may have shown something of it.
      return client.invalidateQueries();
    },
  });
  const ready = !owns || deletion.data !== undefined;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={t('portal.leave.title', { name })}
      text={t(held ? 'portal.leave.held' : 'portal.leave.text')}
      action={ready && !held ? t('portal.leave.confirm') : null}
      look="danger-filled"
      busy={leave.isPending}
      onSubmit={() => leave.mutate()}
    >
      {ready || deletion.isError ? null : <Skeleton rows={2} />}
      {deletion.isError ? <ProblemNotice error={deletion.error} onRetry={() => void deletion.refetch()} /> : null}
      {held ? (
        <Notice tone="warning" title={t('LAST-OWNER')}>
          <p>{t(closed ? 'portal.leave.held-closed' : 'LAST-OWNER.action')}</p>
        </Notice>
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t('portal.leave.lost', { roles: roles.map((role) => t(`common.role.${role}`)).join(' · ') })}</li>
          <li>{t('portal.leave.back')}</li>
          <li>{t('portal.leave.stays')}</li>
        </ul>
      )}
      {leave.isError ? <ProblemNotice error={leave.error} /> : null}
    </FormDialog>
  );
}
