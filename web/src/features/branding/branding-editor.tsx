import { type Branding, type BrandValues, brandingRoutes, updateBrandingSchema } from '@gatehouse/contract/branding';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { showBrand } from '../../lib/brand.ts';
import { useDraft } from '../../lib/draft.ts';
import { check } from '../../lib/field-problems.ts';
import { useText } from '../../lib/i18n.tsx';
import { useFieldProblems } from '../../lib/use-field-problems.ts';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { SavedNotice, UnsavedBar } from '../../ui/unsaved-bar.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { brandingQuery } from './branding-queries.ts';
import { LanguagesSection, NamesSection, useBrandingLabels } from './branding-sections.tsx';
import { ColourSection } from './colour-section.tsx';
import { ImagesSection } from './images-section.tsx';
import { PreviewPanel } from './preview-panel.tsx';

/** The draft holds only what was touched: the rest follows the server. */
export function BrandingEditor({ org, branding }: { org: string; branding: Branding }) {
  const t = useText();
  const editable = useConsoleOrganization().may('settings.update');
  const draft = useDraft<Partial<BrandValues>>(`branding-${org}`, {});
  const { problems, show, fromServer, field } = useFieldProblems();
  const save = useSave(org);
  const labels = useBrandingLabels();
  const values = { ...branding.values, ...draft.value };
  const changes = changesOf(branding.values, values);
  const submit = () => {
    const found = check(updateBrandingSchema, changes);
    show(found);
    if (Object.keys(found).length === 0) save.mutate(changes, { onSuccess: draft.clear, onError: fromServer });
  };
  const discard = () => {
    draft.clear();
    show({});
    save.reset();
  };
  const section = { values, change: draft.change, field };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Form onSubmit={submit} className="flex min-w-0 flex-col gap-4">
        <ErrorSummary problems={problems} labels={labels} />
        {editable ? null : <Notice tone="neutral" title={t('console.settings.read-only')} />}
        {branding.inheritedFrom === null ? null : (
          <Notice tone="neutral" title={t('branding.inherited', { name: branding.inheritedFrom })} />
        )}
        <fieldset disabled={!editable} className="contents">
          <NamesSection {...section} />
          <ColourSection {...section} />
          <ImagesSection {...section} org={org} editable={editable} />
          <LanguagesSection {...section} />
        </fieldset>
        {branding.changedAt ? (
          <p className="text-meta text-muted">
            <span>{t('branding.changed', { name: branding.changedBy ?? '' })}</span> <Time at={branding.changedAt} />
          </p>
        ) : null}
        {Object.keys(changes).length > 0 && editable ? (
          <UnsavedBar busy={save.isPending} error={save.error} onDiscard={discard} />
        ) : (
          <SavedNotice title={t('branding.saved')} shown={save.isSuccess} onClose={save.reset} />
        )}
      </Form>
      <div className="min-w-0 xl:sticky xl:top-4">
        <PreviewPanel org={org} values={values} branding={branding} />
      </div>
    </div>
  );
}

function changesOf(saved: BrandValues, values: BrandValues): Partial<BrandValues> {
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(saved[name as keyof BrandValues]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed);
}

function useSave(org: string) {
  const client = useQueryClient();
  const { organization } = useConsoleOrganization();
  return useMutation({
    mutationFn: (body: Partial<BrandValues>) => call(brandingRoutes.update, { params: { org }, body }),
    onSuccess: async (saved) => {
      client.setQueryData(brandingQuery(org).queryKey, saved);
      await Promise.all([['brands'], ['server-info']].map((queryKey) => client.invalidateQueries({ queryKey })));
      await showBrand(organization.id);
    },
  });
}
