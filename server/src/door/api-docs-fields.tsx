import { type JsonSchema, SCHEMA_PLACE } from '@gatehouse/contract/json-schema';
import type { ReactNode } from 'react';
import type { DoorContext } from './door-context.ts';

export type DocumentedField = {
  /** `owner.name`, `items[].id`; with `step ‹code›.to` for what one variant alone has. */
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
};

/** Every field of an object, those of nested objects included; objects with a name of their own are only referred to. */
export function fieldsOf(schema: JsonSchema, prefix = ''): DocumentedField[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]): DocumentedField[] => {
    const name = prefix + key;
    return [{ name, required: schema.required?.includes(key) ?? false, schema: property }, ...inside(property, name)];
  });
  const variants = (schema.oneOf ?? []).flatMap((variant) => variantFields(variant, prefix));
  return [...own, ...variants];
}

function inside(schema: JsonSchema, name: string): DocumentedField[] {
  if (schema.oneOf) return fieldsOf(schema, name);
  if (schema.items) return inside(schema.items, `${name}[]`);
  const [only, second] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (only && !second) return inside(only, name);
  return schema.properties ? fieldsOf(schema, `${name}.`) : [];
}

/** What a variant has besides the field that tells it apart: that one's value stands in the name. */
function variantFields(variant: JsonSchema, prefix: string): DocumentedField[] {
  const [kind] = Object.entries(variant.properties ?? {}).filter(([, { const: value }]) => value !== undefined);
  const label = kind ? ` ‹${String(kind[1].const)}›` : '';
  return fieldsOf(variant, `${prefix}${label}.`).filter(({ schema }) => schema.const === undefined);
}

/** Name, type and limits of each field. */
export function FieldList({
  context,
  fields,
}: {
  context: DoorContext;
  fields: readonly DocumentedField[];
}): ReactNode {
  return (
    <dl className="fields">
      {fields.map((field) => (
        <div key={field.name}>
          <dt>
            <code>{field.name}</code>
          </dt>
          <dd>
            <TypeName schema={field.schema} /> <Limits context={context} field={field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `string | null`, `Role[]`, a link to an object that has a name. */
export function TypeName({ schema }: { schema: JsonSchema }): ReactNode {
  if (schema.$ref) {
    const name = schema.$ref.slice(SCHEMA_PLACE.length);
    return (
      <a href={`#object-${name}`}>
        <code>{name}</code>
      </a>
    );
  }
  if (schema.items) {
    return (
      <>
        <TypeName schema={schema.items} />
        <code>[]</code>
      </>
    );
  }
  if (schema.anyOf) {
    return schema.anyOf.map((one, index) => (
      <span key={JSON.stringify(one)}>
        {index > 0 ? ' | ' : ''}
        <TypeName schema={one} />
      </span>
    ));
  }
  return <code>{plainType(schema)}</code>;
}

function plainType(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.oneOf) return 'object';
  return [schema.type ?? 'any'].flat().join(' | ');
}

function Limits({ context: { t }, field }: { context: DoorContext; field: DocumentedField }): ReactNode {
  const { schema, required } = field;
  const { minLength, maxLength, minimum, maximum, maxItems } = schema;
  const limits = [
    required ? t('common.word.required') : t('common.word.optional'),
    minLength !== undefined && maxLength !== undefined && t('docs.limit.length', { min: minLength, max: maxLength }),
    minLength === undefined && maxLength !== undefined && t('docs.limit.max-length', { max: maxLength }),
    minimum !== undefined && maximum !== undefined && t('docs.limit.range', { min: minimum, max: maximum }),
    maxItems !== undefined && t('docs.limit.max-items', { max: maxItems }),
    schema.format && t('docs.limit.format', { format: schema.format }),
    schema.pattern && t('docs.limit.pattern', { pattern: schema.pattern }),
    schema.default !== undefined && t('docs.default', { value: JSON.stringify(schema.default) }),
  ].filter((limit) => limit !== false && limit !== undefined && limit !== '');
  return <span className="hint">{limits.join(' · ')}</span>;
}
