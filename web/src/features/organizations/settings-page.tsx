import { type OrganizationSettings, organizationRoutes, updateSettingsSchema } from '@gatehouse/contract/organizations';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { useDraft } from '../../lib/draft.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { useFieldProblems } from '../../lib/use-field-problems.ts';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SavedNotice, UnsavedBar } from '../../ui/unsaved-bar.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { changesOf, checkNumbers, type SettingsForm, toForm } from './settings-form.ts';
import { GeneralSection, LegalSection, PoliciesSection, useSettingLabels } from './settings-sections.tsx';
import { WelcomeLinksSection } from './welcome-links-section.tsx';

function settingsKey(org: string) {
  return ['settings', org];
}

export function SettingsPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  const readable = may('settings.read');
  const query = useQuery({
    queryKey: settingsKey(slug),
    queryFn: ({ signal }) => call(organizationRoutes.settings, { params: { org: slug }, signal }),
    enabled: readable,
  });
  return (
    <Page title={t('console.settings.title')} text={t('console.settings.text')}>
      {readable ? null : <NoPermission />}
      {query.isError ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {readable && query.isPending ? <Skeleton rows={10} /> : null}
      {query.data ? <SettingsEditor key={slug} org={slug} settings={query.data} /> : null}
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
    },
  });
}

/** The draft holds only what was touched: the rest follows the server. */
function SettingsEditor({ org, settings }: { org: string; settings: OrganizationSettings }) {
  const t = useText();
  const { may } = useConsoleOrganization();
  const draft = useDraft<Partial<SettingsForm>>(`settings-${org}`, {});
  const { problems, show, fromServer, field } = useFieldProblems();
  const save = useSave(org);
  const labels = useSettingLabels();
  const form = { ...toForm(settings), ...draft.value };
  const changes = changesOf(settings, form);
  const editable = may('settings.update');
  const submit = () => {
    const found = { ...check(updateSettingsSchema, changes), ...checkNumbers(form) };
    show(found);
    if (Object.keys(found).length > 0) return;
    save.mutate(changes, { onSuccess: draft.clear, onError: fromServer });
  };
  const discard = () => {
    draft.clear();
    show({});
    save.reset();
  };
  const section = { form, change: draft.change, field };
  return (
    <Form onSubmit={submit} className="flex max-w-3xl flex-col gap-4">
      <ErrorSummary problems={problems} labels={labels} />
      {editable ? null : <Notice tone="neutral" title={t('console.settings.read-only')} />}
      <fieldset disabled={!editable} className="contents">
        <GeneralSection {...section} />
        <PoliciesSection {...section} />
        <WelcomeLinksSection {...section} />
        <LegalSection {...section} />
      </fieldset>
      {Object.keys(changes).length > 0 && editable ? (
        <UnsavedBar busy={save.isPending} error={save.error} onDiscard={discard} />
      ) : (
        <SavedNotice title={t('console.settings.saved')} shown={save.isSuccess} onClose={save.reset} />
      )}
    </Form>
  );
}
