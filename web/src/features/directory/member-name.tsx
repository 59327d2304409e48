import { type MemberRecord, memberRoutes } from '@gatehouse/contract/members';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useMemberChange } from './member-queries.ts';

/** What a member signs in with here beside their addresses: set, changed, or taken away by leaving it empty. */
export function MemberName({ member, org }: { member: MemberRecord; org: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const { show, fromServer, field } = useFieldProblems();
  const body = { username: name.trim() || null };
  const save = useMemberChange(org, () => call(memberRoutes.update, { params: { org, id: member.id }, body }));
  const change = (next: boolean) => {
    setOpen(next);
    setName(member.username ?? '');
    show({});
    save.reset();
  };
  const submit = () => {
    const found = check(memberRoutes.update.body, body);
    show(found);
    if (Object.keys(found).length > 0) return;
    save.mutate(undefined, { onSuccess: () => change(false), onError: fromServer });
  };
  return (
    <>
      <Button onClick={() => change(true)}>{t('people.username.button')}</Button>
      <FormDialog
        open={open}
        onOpenChange={change}
        title={t('people.username.title', { name: member.name })}
        text={t('people.username.text', { example: `${member.username ?? 'name'}@${org}` })}
        action={t('common.action.save')}
        busy={save.isPending}
        onSubmit={submit}
      >
        {unplaced(save.error) ? <ProblemNotice error={save.error} /> : null}
        <TextField
          {...field('username')}
          label={t('people.identifier.username')}
          {...(member.username ? { hint: t('people.username.hint') } : {})}
          maxLength={20}
          value={name}
          onChange={setName}
        />
      </FormDialog>
    </>
  );
}
