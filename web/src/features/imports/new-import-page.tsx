import { type Import, importRoutes } from '@gatehouse/contract/imports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useConsoleOrganization } from '../sessions/console-organization.ts';
import { uploadFile } from './import-queries.ts';

export function NewImportPage() {
  const t = useText();
  const { slug, may } = useConsoleOrganization();
  return (
    <Page
      title={t('imports.new')}
      text={t('imports.new.text')}
      back={
        <BackLink to="/console/$org/imports" params={{ org: slug }}>
          {t('console.imports.title')}
        </BackLink>
      }
    >
      {may('invitations.import') ? <Upload org={slug} /> : <NoPermission />}
    </Page>
  );
}

function Upload({ org }: { org: string }) {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const upload = useMutation({
    mutationFn: (given: File | string): Promise<Import> =>
      given instanceof File
        ? uploadFile(org, given)
        : call(importRoutes.create, { params: { org }, body: { text: given } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['imports', org] });
      await navigate({ to: '/console/$org/imports/$id', params: { org, id } });
    },
  });
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <FilePanel busy={upload.isPending} onFile={(file) => upload.mutate(file)} />
      {upload.isError ? <ProblemNotice error={upload.error} /> : null}
      <Panel title={t('imports.paste')}>
        <div className="flex flex-col gap-3">
          <TextField
            id="import-text"
            label={t('imports.paste.label')}
            hint={t('imports.paste.hint')}
            rows={8}
            value={text}
            onChange={setText}
          />
          <div className="flex justify-end">
            <Button
              look="primary"
              busy={upload.isPending}
              disabled={text.trim() === ''}
              onClick={() => upload.mutate(text)}
            >
              {t('imports.check')}
            </Button>
          </div>
        </div>
      </Panel>
    </div>
  );
}

function FilePanel({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const t = useText();
  const chooser = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file && !busy) onFile(file);
  };
  return (
    <Panel title={t('imports.upload')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the field inside does the same */}
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          take(event.dataTransfer.files);
        }}
        className="flex flex-col items-start gap-2 rounded-control border-2 border-dashed border-control p-5"
      >
        <p className="font-semibold">{t('imports.drop')}</p>
        {/* The browser's own field speaks the browser's language. */}
        <input
          ref={chooser}
          type="file"
          accept=".csv,.txt,.tsv,.xlsx"
          aria-label={t('imports.drop')}
          hidden
          onChange={(event) => take(event.target.files)}
        />
        <Button icon="up" busy={busy} onClick={() => chooser.current?.click()}>
          {t('imports.choose')}
        </Button>
        <p className="text-meta text-muted">{busy ? t('imports.reading') : t('imports.limits')}</p>
      </div>
    </Panel>
  );
}
