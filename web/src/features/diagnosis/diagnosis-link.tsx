import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';

/** Leads to "Why can't they get in?" for this address or id; nothing for those who may not ask. */
export function DiagnosisLink({ address }: { address: string }) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  if (!may('diagnosis.read')) return null;
  return (
    <p>
      <Link
        to="/console/$org/diagnosis"
        params={{ org: slug }}
        search={{ identifier: address }}
        className="inline-flex min-h-6 items-center text-meta text-link"
      >
        {t('console.diagnosis.title')}
      </Link>
    </p>
  );
}

/** The same in a row of a list: above the way to the record, which covers the whole row. */
export function RowDiagnosis({ identifier, name }: { identifier: string; name: string }) {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  if (!may('diagnosis.read')) return null;
  const title = t('console.diagnosis.title');
  return (
    <Link
      to="/console/$org/diagnosis"
      params={{ org: slug }}
      search={{ identifier }}
      title={title}
      aria-label={`${title} ${name}`}
      className="relative z-1 -my-1 inline-flex min-h-8 min-w-8 items-center gap-2 rounded-control text-link hover:bg-brand-soft md:justify-center pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      <Icon name="search" className="size-4" />
      <span className="md:sr-only">{title}</span>
    </Link>
  );
}
