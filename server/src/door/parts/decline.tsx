import type { ReactNode } from 'react';
import type { DoorContext } from '../door-context.ts';

/** "This isn't for me": no, with or without a reason; and, where it can be said here, never again. */
export function Decline(props: {
  context: DoorContext;
  action: string;
  organization: string;
  stopInvitingPath: string | null;
}): ReactNode {
  const { t } = props.context;
  return (
    <details>
      <summary>{t('door.accept.not-for-me')}</summary>
      <form method="post" action={props.action}>
        <p>{t('door.accept.decline-effect')}</p>
        <div className="field">
          <label htmlFor="reason">
            <span>{t('door.accept.reason')}</span>
            <span className="optional"> ({t('common.word.optional')})</span>
          </label>
          <textarea id="reason" name="reason" rows={3} maxLength={500} />
        </div>
        <button type="submit" className="danger">
          {t('common.action.decline-invitation')}
        </button>
      </form>
      {props.stopInvitingPath ? (
        <p className="hint">
          {t.rich(
            'door.accept.never-again',
            { organization: props.organization },
            { a: (text: ReactNode) => <a href={props.stopInvitingPath ?? ''}>{text}</a> },
          )}
        </p>
      ) : null}
    </details>
  );
}
