import {
  DELIMITERS,
  ENCODINGS,
  IMPORT_FIELDS,
  type Import,
  type ImportField,
  importRoutes,
} from '@gatehouse/contract/imports';
import { call } from '../../lib/api.ts';
import { useText } from '../../lib/i18n.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useImportChange } from './import-queries.ts';

type Change = {
  encoding?: NonNullable<Import['encoding']>;
  delimiter?: NonNullable<Import['delimiter']>;
  hasHeader?: boolean;
  mapping?: Import['mapping'];
};

const ENCODING_NAMES: Record<NonNullable<Import['encoding']>, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030',
  big5: 'Big5',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
};

/** How the file was read, with its first rows; every guess can be corrected, and is read anew at once. */
export function ReadingPanel({ item, org }: { item: Import; org: string }) {
  const t = useText();
  const change = useImportChange(org, (body: Change) =>
    call(importRoutes.update, { params: { org, id: item.id }, body }),
  );
  return (
    <Panel title={t('imports.reading.title')} text={t('imports.reading.text')}>
      <div className="flex flex-col gap-4" aria-busy={change.isPending}>
        {item.state === 'uploaded' ? <Notice tone="warning" title={t('imports.no-address')} /> : null}
        {change.isError ? <ProblemNotice error={change.error} /> : null}
        <div className="grid gap-4 sm:grid-cols-3">
          {item.encoding ? (
            <SelectField
              id="encoding"
              label={t('imports.encoding')}
              value={item.encoding}
              onChange={(encoding) => change.mutate({ encoding: encoding as NonNullable<Change['encoding']> })}
              options={ENCODINGS.map((value) => ({ value, label: ENCODING_NAMES[value] }))}
            />
          ) : null}
          {item.delimiter ? (
            <SelectField
              id="delimiter"
              label={t('imports.delimiter')}
              value={item.delimiter}
              onChange={(delimiter) => change.mutate({ delimiter: delimiter as NonNullable<Change['delimiter']> })}
              options={DELIMITERS.map((value) => ({ value, label: value === '\t' ? t('imports.tab') : value }))}
            />
          ) : null}
          <SelectField
            id="header"
            label={t('imports.first-row')}
            value={String(item.hasHeader)}
            onChange={(value) => change.mutate({ hasHeader: value === 'true' })}
            options={[
              { value: 'true', label: t('imports.first-row.header') },
              { value: 'false', label: t('imports.first-row.data') },
            ]}
          />
        </div>
        <Preview item={item} onMapping={(mapping) => change.mutate({ mapping })} />
      </div>
    </Panel>
  );
}

function Preview({ item, onMapping }: { item: Import; onMapping: (mapping: Import['mapping']) => void }) {
  const t = useText();
  const choose = (column: number, value: string) => {
    const field = IMPORT_FIELDS.find((name) => name === value) ?? null;
    onMapping(item.mapping.map((before, at) => (at === column ? field : before === field ? null : before)));
  };
  const name = (field: ImportField) => t(`imports.field.${field}`);
  return (
    <div className="overflow-x-auto">
      <table aria-label={t('imports.preview')} className="border-collapse text-left text-meta">
        <thead>
          <tr>
            {item.mapping.map((field, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} scope="col" className="min-w-40 border-b border-border p-2 align-bottom">
                <SelectField
                  id={`column-${column}`}
                  label={item.columns[column] || t('imports.column', { number: column + 1 })}
                  none={t('imports.unused')}
                  value={field ?? ''}
                  onChange={(value) => choose(column, value)}
                  options={IMPORT_FIELDS.map((value) => ({ value, label: name(value) }))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {item.sample.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={at}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column} className="max-w-64 truncate border-b border-border p-2">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
