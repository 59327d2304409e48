import { Link } from '@tanstack/react-router';
import { useText } from '../../lib/i18n.tsx';
import { SwitchField } from '../../ui/choice.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { usePolicyEffects } from './policy-parts.tsx';

/** Whether new companies wait for approval, and whom that concerns now. */
export function ApprovalSetting({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const t = useText();
  const { slug } = useConsoleOrganization();
  const data = usePolicyEffects();
  return (
    <div className="flex flex-col gap-1.5">
      <SwitchField
        label={t('console.settings.company-approval')}
        hint={t('console.settings.company-approval-hint')}
        checked={checked}
        onChange={onChange}
      />
      {data ? (
        <p className="ml-14 flex flex-wrap gap-x-3 text-meta">
          <span>{t('console.settings.company-approval-open', { count: data.companyApproval.openInvitations })}</span>
          {data.companyApproval.waiting > 0 ? (
            <Link to="/console/$org/queue" params={{ org: slug }} className="link">
              {t('console.settings.company-approval-waiting', { count: data.companyApproval.waiting })}
            </Link>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
