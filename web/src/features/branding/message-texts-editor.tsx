import { type MessageTexts, messageTextRoutes } from '@gatehouse/contract/message-texts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useDraft } from '../../lib/draft.ts';
import { useText } from '../../lib/i18n.tsx';
import { unplaced, useFieldProblems } from '../../lib/use-field-problems.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ErrorSummary, Form } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { PreviewFrame } from './preview-frame.tsx';

type Props = { org: string; saved: MessageTexts };
type Text = MessageTexts['texts'][number];
type Draft = Record<string, string>;

/** One message in one language: each sentence beside its original, and the whole as it would leave. */
export function MessageTextsEditor({ org, saved }: Props) {
  const t = useText();
  const { may } = useConsoleOrganization();
  const editable = may('message-texts.update');
  const params = { org, template: saved.template, locale: saved.locale };
  const draft = useDraft<Draft>(`message-texts-${org}-${saved.template}-${saved.locale}`, {});
  const { problems, show, fromServer, field } = useFieldProblems();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => call(messageTextRoutes.save, { params, body: { texts: draft.value } }),
    onSuccess: async () => {
      draft.clear();
      show({});
      await client.invalidateQueries({ queryKey: ['message-texts', org] });
    },
    onError: fromServer,
  });
  const labels = Object.fromEntries(
    saved.texts.map((text, index) => [`texts.${text.key}`, label(t, saved.texts, index)]),
  );
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Form onSubmit={() => save.mutate()} className="flex min-w-0 flex-col gap-4">
        <ErrorSummary problems={problems} labels={labels} />
        {saved.texts.map((text, index) => (
          <TextField
            key={text.key}
            {...field(`texts.${text.key}`)}
            label={labels[`texts.${text.key}`] ?? ''}
            optional
            value={draft.value[text.key] ?? text.own ?? ''}
            hint={
              <Hint
                text={text}
                cases={casesOf(saved, text.key)}
                worded={(draft.value[text.key] ?? text.own ?? '') !== ''}
                onReset={editable ? () => draft.change({ [text.key]: '' }) : null}
              />
            }
            onChange={(own) => draft.change({ [text.key]: own })}
            {...(text.original.length > 60 || index > 1 ? { rows: text.original.length > 90 ? 3 : 2 } : {})}
          />
        ))}
        {unplaced(save.error) ? <ProblemNotice error={save.error} /> : null}
        {editable ? (
          <div className="flex flex-wrap gap-2">
            <Button look="primary" type="submit" busy={save.isPending}>
              {t('branding.texts.save')}
            </Button>
            {saved.testTo === null ? null : <TestSend params={params} />}
            {saved.texts.some(({ own }) => own !== null) ? (
              <Button look="quiet" onClick={() => draft.change(originals(saved))}>
                {t('branding.texts.reset-all')}
              </Button>
            ) : null}
          </div>
        ) : null}
        {saved.changedAt ? (
          <p className="text-meta text-muted">
            <span>{t('branding.texts.changed', { name: saved.changedBy ?? '' })}</span> <Time at={saved.changedAt} />
          </p>
        ) : null}
      </Form>
      <Preview params={params} draft={draft.value} saved={saved} editable={editable} />
    </div>
  );
}

/** Where a sentence stands; numbered where several stand in the same place. */
function label(
  t: (key: string, values?: Record<string, string | number>) => string,
  texts: readonly Text[],
  index: number,
) {
  const part = partOf(texts[index]?.key ?? '');
  const same = texts.map(({ key }) => partOf(key)).flatMap((other, at) => (other === part ? [at] : []));
  const name = t(`branding.part.${part}`);
  return same.length > 1 ? `${name} ${same.indexOf(index) + 1}` : name;
}

const PARTS = ['subject', 'preheader', 'title', 'intro', 'button'] as const;

function partOf(key: string): (typeof PARTS)[number] | 'sentence' {
  return PARTS.find((part) => key.includes(`.${part}`)) ?? 'sentence';
}

/** Every sentence as the project words it: an empty text goes back to the original. */
function originals({ texts }: MessageTexts): Draft {
  return Object.fromEntries(texts.filter(({ own }) => own !== null).map(({ key }) => [key, '']));
}

/** The cases that say a text; none where all do. */
function casesOf({ previews }: MessageTexts, key: string): string[] {
  const saying = previews.filter(({ uses }) => uses.includes(key));
  return saying.length === previews.length ? [] : saying.map(({ sample }) => sample);
}

type HintProps = { text: Text; cases: readonly string[]; worded: boolean; onReset: (() => void) | null };

function Hint({ text, cases, worded, onReset }: HintProps) {
  const t = useText();
  // Names of cases have commas of their own.
  const names = cases.map((sample) => t(`branding.sample.${sample}`)).join(' · ');
  return (
    <span className="flex flex-col gap-0.5">
      {names === '' ? null : <span>{t('branding.texts.only-in', { cases: names })}</span>}
      <span>{t('branding.texts.original', { text: text.original })}</span>
      {text.variables.length > 0 ? (
        <span className="break-words">
          {text.variables.map(({ name, required }) => (
            <code key={name} className="mr-2 inline-block">{`{${name}}${required ? ' *' : ''}`}</code>
          ))}
        </span>
      ) : null}
      {worded && onReset ? (
        <span>
          <button type="button" className="link min-h-6" onClick={onReset}>
            {t('branding.texts.reset')}
          </button>
        </span>
      ) : null}
    </span>
  );
}

type Params = { org: string; template: string; locale: MessageTexts['locale'] };

function Preview({
  params,
  draft,
  saved,
  editable,
}: {
  params: Params;
  draft: Draft;
  saved: MessageTexts;
  editable: boolean;
}) {
  const t = useText();
  const texts = useDeferredValue(draft);
  const touched = Object.keys(texts).length > 0;
  const query = useQuery({
    queryKey: ['message-texts', params.org, params.template, params.locale, 'preview', texts],
    queryFn: ({ signal }) => call(messageTextRoutes.preview, { params, body: { texts }, signal }),
    enabled: touched && editable,
    retry: false,
    placeholderData: (before) => before,
  });
  const { previews } = (touched && query.data) || saved;
  const readable = useLast(texts, !query.isError && !query.isFetching);
  const [name, setName] = useState(previews[0]?.sample ?? '');
  const shown = previews.find(({ sample }) => sample === name) ?? previews[0];
  if (!shown) return null;
  return (
    <Panel title={t('branding.texts.preview')} text={t('branding.texts.sample')}>
      {previews.length > 1 ? (
        <SelectField
          id="sample"
          className="mb-3"
          label={t('branding.sample')}
          value={shown.sample}
          onChange={setName}
          options={previews.map(({ sample }) => ({ value: sample, label: t(`branding.sample.${sample}`) }))}
        />
      ) : null}
      <div className="flex flex-col gap-3">
        {query.isError ? <Notice tone="warning" title={t('branding.texts.unreadable')} /> : null}
        {shown.subject === null ? null : (
          <p lang={saved.locale} className="font-semibold break-words">
            {shown.subject}
          </p>
        )}
        {saved.channel === 'email' ? (
          <MailView params={params} sample={shown.sample} texts={readable} text={shown.text} />
        ) : (
          <PlainText locale={saved.locale} text={shown.text} />
        )}
      </div>
      {shown.sms ? (
        <p className="mt-3 border-t border-border pt-3 text-meta text-muted" role="status">
          {t('branding.texts.parts', shown.sms)}
        </p>
      ) : null}
    </Panel>
  );
}

/** The newest value that counts. */
function useLast<T>(value: T, counts: boolean): T {
  const [last, setLast] = useState(value);
  if (counts && JSON.stringify(last) !== JSON.stringify(value)) setLast(value);
  return last;
}

function PlainText({ locale, text }: { locale: string; text: string }) {
  return (
    <pre lang={locale} className="font-[inherit] break-words whitespace-pre-wrap">
      {text}
    </pre>
  );
}

/** As mail programs show it, and what those see that show no pictures. */
function MailView({ params, sample, texts, text }: { params: Params; sample: string; texts: Draft; text: string }) {
  const t = useText();
  const { org, template, locale } = params;
  return (
    <>
      <PreviewFrame
        action={`/preview/${encodeURIComponent(org)}/mail`}
        fields={{ template, sample, locale, texts: JSON.stringify(texts) }}
        title={t('branding.texts.preview')}
        theme="light"
        width={640}
        height={640}
      />
      <details>
        <summary className="link min-h-6">{t('branding.texts.plain')}</summary>
        <div className="mt-2">
          <PlainText locale={locale} text={text} />
        </div>
      </details>
    </>
  );
}

function TestSend({ params }: { params: Params }) {
  const t = useText();
  const send = useMutation({ mutationFn: () => call(messageTextRoutes.test, { params }) });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button onClick={() => send.mutate()} busy={send.isPending}>
        {t('branding.texts.test')}
      </Button>
      <span role="status">
        {send.data ? <span className="text-success">{t('branding.texts.test-sent', { to: send.data.to })}</span> : null}
      </span>
      {send.isError ? <ProblemNotice error={send.error} /> : null}
    </div>
  );
}
