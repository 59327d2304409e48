import { z } from 'zod';

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it: the words that the contract's schemas lead to. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | JsonSchema;
};

/** Which way a value goes: what a caller sends, or what the server answers. They differ by defaults. */
export type Direction = 'input' | 'output';

/** Collects the schemas of one document: each one with a `.meta({id})` stands in it once. */
export type SchemaCollector = {
  /**
   * The schema as the document has it where it is used.
   * @throws Error when two schemas share an id, or when one is sent in another form than it is answered
   */
  add(schema: z.ZodType, direction: Direction): JsonSchema;
  /** Every schema with an id, by id. */
  components(): Record<string, JsonSchema>;
};

/** Where a document keeps the schema of this id. */
export const SCHEMA_PLACE = '#/components/schemas/';

export function collectSchemas(): SchemaCollector {
  const found = new Map<string, JsonSchema>();
  return {
    add(schema, direction) {
      const { $defs = {}, $schema: _dialect, ...root } = toJsonSchema(schema, direction);
      for (const [id, definition] of Object.entries($defs)) {
        const before = found.get(id);
        if (before && JSON.stringify(before) !== JSON.stringify(definition)) {
          throw new Error(`Two schemas are named ${id}, or it is sent in another form than it is answered: name both.`);
        }
        found.set(id, definition as JsonSchema);
      }
      return root as JsonSchema;
    },
    components: () => Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function toJsonSchema(schema: z.ZodType, direction: Direction) {
  const description = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      // An answer may gain fields later: only what the contract itself closes is closed.
      if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern; // says the same again, in 300 characters
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return JSON.parse(JSON.stringify(description).replaceAll('"#/$defs/', `"${SCHEMA_PLACE}`)) as typeof description;
}
