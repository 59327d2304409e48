import { type Identifier, identifierRoutes } from '@gatehouse/contract/identifiers';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';

export function RemoveIdentifier({
  identifier: { id, shown },
  onClose,
  onDone,
}: {
  identifier: Identifier;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText();
  const remove = useMutation({
    mutationFn: () => call(identifierRoutes.remove, { params: { id } }),
    onSuccess: () => {
      onClose();
      onDone();
    },
  });
  return (
    <Confirm
      open={true}
      onOpenChange={(open) => open || onClose()}
      title={t('security.identifiers.remove-one', { address: shown })}
      text={t('security.identifiers.remove-text')}
      action={t('security.identifiers.remove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
    </Confirm>
  );
}
