import { sessionRoutes } from '@gatehouse/contract/sessions';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { ApiProblem, call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useSession } from '../sessions/session.ts';
import { ownPasswordQuery } from './security-queries.ts';

const Dialog = lazy(() => import('./first-password.tsx').then((parts) => ({ default: parts.FirstPasswordDialog })));

/** Card D11: for whoever comes in by messages alone, until they say no. */
export function PasswordOffer() {
  const t = useText();
  const client = useQueryClient();
  const own = useQuery(ownPasswordQuery);
  const hasNumber = useSession().account.phone !== null;
  const [done, setDone] = useState<string | null>(null);
  const close = useMutation({
    mutationFn: () => call(sessionRoutes.closePasswordOffer, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ownPasswordQuery.queryKey }),
  });
  if (done) return <Notice tone="success" title={t(done)} />;
  if (!own.data?.offered) return null;
  return (
    <Panel title={t('portal.offer.title')} text={t(hasNumber ? 'portal.offer.text' : 'portal.offer.text-mail')}>
      {close.isError ? <ProblemNotice error={close.error} /> : null}
      <Ways hasNumber={hasNumber} onDone={setDone}>
        <Button look="quiet" busy={close.isPending} onClick={() => close.mutate()}>
          {t('portal.offer.close')}
        </Button>
      </Ways>
    </Panel>
  );
}

/** A passkey asks for more than a code to a mailbox: without a number the password comes first. */
function Ways({
  hasNumber,
  onDone,
  children,
}: {
  hasNumber: boolean;
  onDone: (text: string) => void;
  children: ReactNode;
}) {
  const t = useText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const passkey = useMutation({
    mutationFn: async () => (await import('./register-passkey.ts')).registerPasskey(),
    onSuccess: () => {
      onDone('security.passkeys.added');
      return client.invalidateQueries({ queryKey: ownPasswordQuery.queryKey });
    },
  });
  return (
    <div className="flex flex-col gap-3">
      {passkey.error instanceof ApiProblem ? <ProblemNotice error={passkey.error} /> : null}
      {passkey.isError && !(passkey.error instanceof ApiProblem) ? (
        <Notice tone="info" title={t('security.passkeys.cancelled')} />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={() => setOpen(true)}>
          {t('portal.password.set')}
        </Button>
        {hasNumber && 'PublicKeyCredential' in globalThis ? (
          <Button busy={passkey.isPending} onClick={() => passkey.mutate()}>
            {t('security.passkeys.add')}
          </Button>
        ) : null}
        {children}
      </div>
      <Suspense>
        {open ? <Dialog onSet={() => onDone('portal.password.is-set')} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </div>
  );
}
