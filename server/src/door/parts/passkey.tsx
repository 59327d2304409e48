import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';

/**
 * The button of a passkey: the browser's own interface needs a script, so that without one it is not there. `flow` is
 * null on the front page of signing in, where the script begins one. `autofill`: passkeys also appear in the field.
 */
export function PasskeyButton(props: {
  context: DoorContext;
  flow: { readonly id: string } | null;
  purpose: 'sign-in' | 'register';
  returnTo?: string;
  autofill?: boolean;
  look?: 'primary' | 'secondary';
}): ReactNode {
  const { t } = props.context;
  return (
    <div
      className="passkey"
      hidden={true}
      data-passkey={props.purpose}
      data-flow={props.flow?.id}
      data-return-to={props.returnTo}
      data-autofill={props.autofill ? '' : undefined}
      data-cancelled={t('door.passkey.cancelled')}
      data-failed={t('door.passkey.failed', { problem: '%problem%' })}
    >
      <button type="button" className={props.look ?? 'secondary'}>
        {t(props.purpose === 'register' ? 'door.passkey.create' : 'door.passkey.use')}
      </button>
      {props.purpose === 'register' ? <p className="hint">{t('door.passkey.why')}</p> : null}
      <p className="error" role="status" hidden={true} />
    </div>
  );
}
