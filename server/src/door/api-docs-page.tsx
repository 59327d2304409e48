import { ERROR_STATUS, type ErrorCode } from '@gatehouse/contract/errors';
import type { JsonSchema } from '@gatehouse/contract/json-schema';
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from '@gatehouse/contract/openapi';
import type { ReactNode } from 'react';
import { FieldList, fieldsOf, TypeName } from './api-docs-fields.tsx';
import type { DoorContext } from './door-context.ts';
import { renderPage } from './parts/page.tsx';

/** Where the pages and files of the reference are. */
export type ApiDocsUrls = { readonly document: string; readonly stylesheet: string };

type Described = { readonly method: string; readonly path: string; readonly operation: OpenApiOperation };
type Part = { readonly context: DoorContext; readonly document: OpenApiDocument };

/** The reference of the API for a reader, made from its OpenAPI document: one long page whose parts can be linked to. */
export function renderApiDocs(context: DoorContext, document: OpenApiDocument, urls: ApiDocsUrls): string {
  const { t } = context;
  const part = { context, document };
  return renderPage(context, {
    heading: t('docs.heading'),
    body: (
      <>
        <link rel="stylesheet" href={urls.stylesheet} />
        <p>
          {t.rich('docs.lead', {}, { a: (text: ReactNode) => <a href={urls.document}>{text}</a> })}{' '}
          <span className="hint">{t('docs.version', { version: String(document.info.version) })}</span>
        </p>
        <p lang="en">{String(document.info.description).replaceAll('`', '')}</p>
        <Contents {...part} />
        {document.tags.map((tag) => (
          <section key={tag.name} id={tag.name} className="aside">
            <h2 lang="en">{tag.description}</h2>
            {operationsOf(document, tag.name).map((one) => (
              <Operation key={one.operation.operationId} {...part} described={one} />
            ))}
          </section>
        ))}
        <Objects {...part} />
        <Errors context={context} />
      </>
    ),
  });
}

function operationsOf(document: OpenApiDocument, tag: string): Described[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
      .filter(({ operation }) => operation.tags.includes(tag)),
  );
}

function Contents({ context: { t }, document }: Part): ReactNode {
  return (
    <nav aria-labelledby="contents">
      <h2 id="contents">{t('docs.contents')}</h2>
      <ul>
        {document.tags.map(({ name, description }) => (
          <li key={name}>
            <a href={`#${name}`} lang="en">
              {description}
            </a>
            <ul>
              {operationsOf(document, name).map(({ method, path, operation }) => (
                <li key={operation.operationId}>
                  <a href={`#${operation.operationId}`}>
                    <code>
                      {method} {path}
                    </code>
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#objects">{t('docs.objects')}</a>
        </li>
        <li>
          <a href="#errors">{t('docs.errors')}</a>
        </li>
      </ul>
    </nav>
  );
}

function Operation({ context, document, described }: Part & { described: Described }): ReactNode {
  const { t } = context;
  const { method, path, operation } = described;
  const body = operation.requestBody?.content['application/json']?.schema;
  const [status = '', answer] = Object.entries(operation.responses)[0] ?? [];
  return (
    <article id={operation.operationId}>
      <h3>
        <a href={`#${operation.operationId}`}>
          <code>
            {method} {String(document.servers[0]?.url)}
            {path}
          </code>
        </a>
      </h3>
      <p lang="en">{operation.summary}</p>
      <p className="hint">{accessText(context, operation['x-access'])}</p>
      {operation.parameters ? (
        <>
          <h4>{t('docs.parameters')}</h4>
          <Parameters context={context} parameters={operation.parameters} />
        </>
      ) : null}
      {body ? (
        <>
          <h4>{t('docs.body')}</h4>
          <Shape context={context} schema={body} />
        </>
      ) : null}
      <h4>{t('docs.answer', { status })}</h4>
      <Shape context={context} schema={answer?.content?.['application/json']?.schema ?? null} />
      <details>
        <summary>{t('docs.errors-count', { count: operation['x-errors'].length })}</summary>
        <ErrorList context={context} codes={operation['x-errors']} />
      </details>
    </article>
  );
}

function accessText({ t }: DoorContext, access: string): string {
  if (access === 'public') return t('docs.access.public');
  return access === 'signed-in' ? t('docs.access.signed-in') : t('docs.access.ability', { ability: access });
}

/** A parameter reads like a field; where it stands is part of its name. */
function Parameters({ context, parameters }: { context: DoorContext; parameters: readonly OpenApiParameter[] }) {
  const fields = parameters.map(({ name, in: place, required, schema }) => {
    const shown = { path: `{${name}}`, query: `?${name}=`, header: `${name}:` }[place];
    return { name: shown, required, schema };
  });
  return <FieldList context={context} fields={fields} />;
}

function Shape({ context, schema }: { context: DoorContext; schema: JsonSchema | null }): ReactNode {
  if (schema === null) return <p className="hint">{context.t('docs.nothing')}</p>;
  const fields = fieldsOf(schema);
  if (fields.length > 0) return <FieldList context={context} fields={fields} />;
  if (schema.$ref === undefined) return <p className="hint">{context.t('docs.empty-object')}</p>;
  return (
    <p>
      <TypeName schema={schema} />
    </p>
  );
}

function Objects({ context, document }: Part): ReactNode {
  return (
    <section id="objects" className="aside">
      <h2>{context.t('docs.objects')}</h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <article key={name} id={`object-${name}`}>
          <h3>
            <code>{name}</code>
          </h3>
          <Shape context={context} schema={schema} />
        </article>
      ))}
    </section>
  );
}

/** What stands for the parameters of an error's sentence in the reference. */
const SAMPLES = {
  seconds: 30,
  left: 3,
  min: 8,
  max: 64,
  ...{ expected: '8', actual: '7', example: '12345678', word: '…', date: '…', time: '…', target: '…' },
  ...{ scope: 'organization', sendAt: '…', limit: 2000, tryAgainAt: '…', row: 7, name: '…', parts: 2, value: '…' },
  ...{ flow: '…', signedInAs: '…', invited: '…', organization: '…', to: '…', domain: '…', count: 3 },
  ...{ who: 'inviter', members: 15, invitations: 0 },
} as const;

function Errors({ context }: { context: DoorContext }): ReactNode {
  return (
    <section id="errors" className="aside">
      <h2>{context.t('docs.errors')}</h2>
      <ErrorList context={context} codes={Object.keys(ERROR_STATUS) as ErrorCode[]} />
    </section>
  );
}

function ErrorList({ context: { t }, codes }: { context: DoorContext; codes: readonly ErrorCode[] }): ReactNode {
  return (
    <dl className="fields">
      {codes.map((code) => (
        <div key={code}>
          <dt>
            <code>
              {ERROR_STATUS[code]} {code}
            </code>
          </dt>
          <dd>{t(code, SAMPLES)}</dd>
        </div>
      ))}
    </dl>
  );
}
