import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';

export type Taken = {
  field: 'email' | 'phone' | 'username';
  name: string;
  memberId: string | null;
  invitationId: string | null;
};

/** Who has it already, with the way to them. */
export function TakenNote({ org, taken }: { org: string; taken: Taken | null }) {
  const t = useText();
  return (
    <div role="status" className="empty:hidden">
      {taken ? (
        <p className="flex flex-wrap gap-x-2 text-warning">
          <span>{t(`people.add.taken.${taken.field}`, { name: taken.name })}</span>
          {taken.memberId ? (
            <Link to="/console/$org/people/$id" params={{ org, id: taken.memberId }} className="link">
              {t('common.action.open')}
            </Link>
          ) : (
            <Link to="/console/$org/invitations/$id" params={{ org, id: taken.invitationId ?? '' }} className="link">
              {t('common.action.open')}
            </Link>
          )}
        </p>
      ) : null}
    </div>
  );
}
