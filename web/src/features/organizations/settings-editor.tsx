import { type OrganizationSettings, organizationRoutes, updateSettingsSchema } from '@gatehouse/contract/organizations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { call } from '../../lib/api.ts';
import { useDraft } from '../../lib/draft.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { useFieldProblems } from '../../lib/use-field-problems.ts';
import { TextField } from '../../ui/field.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SavedNotice, UnsavedBar } from '../../ui/unsaved-bar.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { changesOf, checkNumbers, type SettingsForm, toForm } from './settings-form.ts';
import type { SectionProps } from './settings-sections.tsx';

function settingsKey(org: string) {
  return ['settings', org];
}

type Editing = {
  title: string;
  text: string;
  /** Its draft is kept under this name. */
  name: 'settings' | 'policies';
  /** Names of the fields for the summary of mistakes. */
  labels: Readonly<Record<string, string>>;
  /** Why is asked before it is saved. */
  reasoned?: boolean;
  sections: (props: SectionProps) => ReactNode;
  /** What stands below the form, and is no part of it. */
  end?: ReactNode;
};

/** A page that shows settings of the organization and changes them. */
export function SettingsEditorPage(editing: Editing) {
  const { slug, may } = useConsoleOrganization();
  const readable = may('settings.read');
  const query = useQuery({
    queryKey: settingsKey(slug),
    queryFn: ({ signal }) => call(organizationRoutes.settings, { params: { org: slug }, signal }),
    enabled: readable,
  });
  return (
    <Page title={editing.title} text={editing.text}>
      {readable ? null : <NoPermission />}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? <Skeleton rows={10} /> : null}
      {query.data ? <SettingsEditor key={slug} org={slug} settings={query.data} editing={editing} /> : null}
      {query.data && editing.end ? <div className="max-w-3xl">{editing.end}</div> : null}
    </Page>
  );
}

function useSave(org: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReturnType<typeof changesOf>) =>
      call(organizationRoutes.updateSettings, { params: { org }, body }),
    onSuccess: async (saved) => {
      client.setQueryData(settingsKey(org), saved);
      await client.invalidateQueries({ queryKey: ['session'] });
      await client.invalidateQueries({ queryKey: ['policy-effects', org] });
    },
  });
}

const MISSING = { reason: { code: 'FIELD-REQUIRED', params: {} } } as const;

/** The draft holds only what was touched: the rest follows the server. */
function SettingsEditor({ org, settings, editing }: { org: string; settings: OrganizationSettings; editing: Editing }) {
  const t = useText();
  const { may } = useConsoleOrganization();
  const draft = useDraft<Partial<SettingsForm>>(`${editing.name}-${org}`, {});
  const [reason, setReason] = useState('');
  const { problems, show, fromServer, field } = useFieldProblems();
  const save = useSave(org);
  const form = { ...toForm(settings), ...draft.value };
  const changes = changesOf(settings, form);
  const editable = may('settings.update');
  const submit = () => {
    const missing = editing.reasoned && reason.trim() === '' ? MISSING : {};
    const found = { ...check(updateSettingsSchema, changes), ...checkNumbers(form), ...missing };
    show(found);
    if (Object.keys(found).length > 0) return;
    const why = editing.reasoned ? { reason } : {};
    const onSuccess = () => {
      draft.clear();
      setReason('');
    };
    save.mutate({ ...changes, ...why }, { onSuccess, onError: fromServer });
  };
  const discard = () => {
    draft.clear();
    show({});
    save.reset();
  };
  const section = { form, change: draft.change, field };
  return (
    <Form onSubmit={submit} className="flex max-w-3xl flex-col gap-4">
      <ErrorSummary problems={problems} labels={editing.labels} />
      {editable ? null : <Notice tone="neutral" title={t('console.settings.read-only')} />}
      <fieldset disabled={!editable} className="contents">
        {editing.sections(section)}
      </fieldset>
      {Object.keys(changes).length > 0 && editable ? (
        <UnsavedBar busy={save.isPending} error={save.error} onDiscard={discard}>
          {editing.reasoned ? (
            <TextField
              {...field('reason')}
              label={t('console.policies.reason')}
              hint={t('console.policies.reason-hint')}
              maxLength={200}
              value={reason}
              onChange={setReason}
            />
          ) : null}
        </UnsavedBar>
      ) : (
        <SavedNotice title={t('console.settings.saved')} shown={save.isSuccess} onClose={save.reset} />
      )}
    </Form>
  );
}
