import { type Import, type ImportOptions, importRoutes } from '@gatehouse/contract/imports';
import type { InvitationKind } from '@gatehouse/contract/invitations';
import { LOCALE_NAMES, LOCALES, localeSchema } from '@gatehouse/contract/locales';
import { roleSchema } from '@gatehouse/contract/roles';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioCards } from '../../ui/choice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { grantableRoles } from '../invitations/invitation-form.ts';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { newRowsOf, useImportChange } from './import-queries.ts';

const BECOMES = ['member', 'added', 'company'] as const;
export type Becomes = (typeof BECOMES)[number];

export function kindOf(becomes: Becomes): InvitationKind {
  return becomes === 'company' ? 'company' : 'member';
}

export function becomesOf(options: ImportOptions | null): Becomes {
  return options?.added ? 'added' : (options?.kind ?? 'member');
}

type StartProps = { item: Import; org: string; becomes: Becomes; onChoose: (becomes: Becomes) => void };

/** What the rows become, as what, and in which language they are written to; what a row says itself comes first. */
export function StartPanel({ item, org, becomes, onChoose }: StartProps) {
  const t = useText();
  const { roles } = useConsoleOrganization();
  const [role, setRole] = useState<string>(item.options?.roles?.[0] ?? 'member');
  const [locale, setLocale] = useState<string>(item.options?.locale ?? '');
  const run = useImportChange(org, (body: ImportOptions) =>
    call(importRoutes.run, { params: { org, id: item.id }, body }),
  );
  const waiting = newRowsOf(item);
  const start = () => {
    const chosen = localeSchema.safeParse(locale).data;
    run.mutate({
      kind: kindOf(becomes),
      ...(becomes === 'added' ? { added: true } : {}),
      ...(becomes === 'company' ? {} : { roles: [roleSchema.parse(role)] }),
      ...(chosen ? { locale: chosen } : {}),
    });
  };
  return (
    <Panel title={t('imports.start')} text={t('imports.start.text')}>
      <div className="flex flex-col gap-4">
        <RadioCards
          legend={t('imports.become')}
          value={becomes}
          onChange={onChoose}
          choices={BECOMES.map((value) => ({
            value,
            label: t(`imports.become.${value}`),
            hint: t(`imports.become.${value}.hint`),
          }))}
        />
        <div className="grid gap-4 sm:grid-cols-3">
          {becomes === 'company' ? null : (
            <SelectField
              id="role"
              label={t('common.word.role')}
              value={role}
              onChange={setRole}
              options={grantableRoles(roles).map((value) => ({ value, label: t(`common.role.${value}`) }))}
            />
          )}
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
            {t(becomes === 'added' ? 'imports.run-added' : 'imports.run', { count: waiting })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
