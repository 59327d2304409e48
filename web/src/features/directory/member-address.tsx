import { memberIdentifierRoutes } from '@gatehouse/contract/identifiers';
import type { MemberRecord } from '@gatehouse/contract/members';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';

/** Another address or number for a member, who confirms it before it counts. */
export function MemberAddress({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [identifier, setIdentifier] = useState('');
  const { show, fromServer, field } = useFieldProblems();
  const ask = useMutation({
    mutationFn: () => call(memberIdentifierRoutes.ask, { params: { org, id: member.id }, body: { identifier } }),
    onSuccess: () => setIdentifier(''),
    onError: fromServer,
  });
  const submit = () => {
    const found = check(memberIdentifierRoutes.ask.body, { identifier });
    show(found);
    if (Object.keys(found).length === 0) ask.mutate();
  };
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) ask.reset();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('people.address.button')}</Button>
      <FormDialog
        open={open}
        onOpenChange={change}
        title={t('people.address.title', { name: member.name })}
        text={t('people.address.text')}
        action={ask.isSuccess ? null : t('people.address.ask')}
        busy={ask.isPending}
        onSubmit={submit}
      >
        {unplaced(ask.error) ? <ProblemNotice error={ask.error} /> : null}
        {ask.isSuccess ? (
          <Notice tone="success" title={t('people.address.asked')} />
        ) : (
          <TextField
            {...field('identifier')}
            label={t('people.address.field')}
            value={identifier}
            onChange={setIdentifier}
          />
        )}
      </FormDialog>
    </>
  );
}
