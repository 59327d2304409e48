import { type Identifier, identifierRoutes } from '@gatehouse/contract/identifiers';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useRefreshIdentifiers } from './identifier-queries.ts';

/** Asks for a new address, alone or in the place of another; the code is typed in the panel. */
export function NewIdentifier({ replaces, onClose }: { replaces: Identifier | null; onClose: () => void }) {
  const t = useText();
  const refresh = useRefreshIdentifiers();
  const [identifier, setIdentifier] = useState('');
  const { show, fromServer, field } = useFieldProblems();
  const body = { identifier, ...(replaces ? { replaces: replaces.id } : {}) };
  const begin = useMutation({
    mutationFn: () => call(identifierRoutes.begin, { body }),
    onSuccess: () => {
      refresh();
      onClose();
    },
    onError: fromServer,
  });
  const submit = () => {
    const found = check(identifierRoutes.begin.body, body);
    show(found);
    if (Object.keys(found).length === 0) begin.mutate();
  };
  const address = replaces?.shown ?? '';
  return (
    <FormDialog
      open={true}
      onOpenChange={(open) => open || onClose()}
      title={replaces ? t('security.identifiers.change-one', { address }) : t('security.identifiers.add')}
      text={replaces ? t('security.identifiers.change-text', { address }) : t('security.identifiers.add-text')}
      action={t('security.identifiers.send')}
      busy={begin.isPending}
      onSubmit={submit}
    >
      {unplaced(begin.error) ? <ProblemNotice error={begin.error} /> : null}
      <TextField
        {...field('identifier')}
        label={t('security.identifiers.field')}
        value={identifier}
        onChange={setIdentifier}
        autoComplete={replaces?.kind === 'phone' ? 'tel' : 'email'}
      />
    </FormDialog>
  );
}
