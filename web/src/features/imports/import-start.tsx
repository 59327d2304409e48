import { type Import, type ImportOptions, importRoutes } from '@gatehouse/contract/imports';
import { INVITATION_KINDS } from '@gatehouse/contract/invitations';
import { LOCALE_NAMES, LOCALES, localeSchema } from '@gatehouse/contract/locales';
import { roleSchema } from '@gatehouse/contract/roles';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { grantableRoles } from '../invitations/invitation-form.ts';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { useImportChange } from './import-queries.ts';

/** As what, and in which language, everybody is invited; what a row says itself comes first. */
export function StartPanel({ item, org }: { item: Import; org: string }) {
  const t = useText();
  const { roles } = useConsoleOrganization();
  const [kind, setKind] = useState<ImportOptions['kind']>(item.options?.kind ?? 'member');
  const [role, setRole] = useState<string>(item.options?.roles?.[0] ?? 'member');
  const [locale, setLocale] = useState<string>(item.options?.locale ?? '');
  const run = useImportChange(org, (body: ImportOptions) =>
    call(importRoutes.run, { params: { org, id: item.id }, body }),
  );
  const waiting = item.counts.new ?? 0;
  const start = () => {
    const chosen = localeSchema.safeParse(locale).data;
    run.mutate({
      kind,
      ...(kind === 'member' ? { roles: [roleSchema.parse(role)] } : {}),
      ...(chosen ? { locale: chosen } : {}),
    });
  };
  return (
    <Panel title={t('imports.start')} text={t('imports.start.text')}>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField
            id="kind"
            label={t('console.invitations.kind')}
            value={kind}
            onChange={(value) => setKind(value as ImportOptions['kind'])}
            options={INVITATION_KINDS.map((value) => ({ value, label: t(`common.kind.${value}`) }))}
          />
          {kind === 'member' ? (
            <SelectField
              id="role"
              label={t('common.word.role')}
              value={role}
              onChange={setRole}
              options={grantableRoles(roles).map((value) => ({ value, label: t(`common.role.${value}`) }))}
            />
          ) : null}
          <SelectField
            id="locale"
            label={t('console.invitation.language')}
            none={t('console.invite.language-default')}
            value={locale}
            onChange={setLocale}
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
        </div>
        {run.isError ? <ProblemNotice error={run.error} /> : null}
        <div className="flex justify-end">
          <Button look="primary" icon="mail" busy={run.isPending} disabled={waiting === 0} onClick={start}>
            {t('imports.run', { count: waiting })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
