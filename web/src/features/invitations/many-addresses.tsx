import { importRoutes } from '@gatehouse/contract/imports';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ClipboardEvent } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { addressesIn } from './invitation-form.ts';

/** A list that is pasted into the field of one address keeps what separates them: a field of one line would join them. */
export function pasteMany(event: ClipboardEvent, write: (email: string) => void): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement) || target.type !== 'email') return;
  const many = addressesIn(event.clipboardData.getData('text'));
  if (many.length < 2) return;
  event.preventDefault();
  write(many.join(', '));
}

/** Where one address is asked for and several are typed: the way to a list of them, each checked before anybody is invited. */
export function ManyAddresses({ email }: { email: string }) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const navigate = useNavigate();
  const many = addressesIn(email);
  const list = useMutation({
    mutationFn: () => call(importRoutes.create, { params: { org: slug }, body: { text: many.join('\n') } }),
    onSuccess: ({ id }) => navigate({ to: '/console/$org/imports/$id', params: { org: slug, id } }),
  });
  if (many.length < 2) return null;
  return (
    <Notice
      tone="neutral"
      title={t('console.invite.many', { count: many.length })}
      actions={
        may('invitations.import') ? (
          <Button busy={list.isPending} onClick={() => list.mutate()}>
            {t('console.invite.many-list')}
          </Button>
        ) : null
      }
    >
      <p>{t('console.invite.many-text')}</p>
      {list.isError ? <ProblemNotice error={list.error} /> : null}
    </Notice>
  );
}
