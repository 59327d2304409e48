import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';

/** Leads to "Why can't they get in?" for this address; nothing for those who may not ask. */
export function DiagnosisLink({ address }: { address: string }) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  if (!may('diagnosis.read')) return null;
  return (
    <p>
      <Link to="/console/$org/diagnosis" params={{ org: slug }} search={{ identifier: address }}>
        {t('console.diagnosis.title')}
      </Link>
    </p>
  );
}
