import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from './api.ts';
import { ERROR_STATUS } from './errors.ts';
import { line } from './fields.ts';
import { flowRoutes, STEP_NAMES } from './flows.ts';
import { collectSchemas, SCHEMA_PLACE } from './json-schema.ts';
import { type OpenApiOperation, openApiDocument } from './openapi.ts';

const document = openApiDocument('1.2.3');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function operation(method: string, path: string): OpenApiOperation {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`The document lacks ${method} ${path}.`);
  return found;
}

/** Every value under `key`, however deep. */
function valuesOf(key: string, within: unknown): unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) => [...(name === key ? [value] : []), ...valuesOf(key, value)]);
}

describe('the OpenAPI document', () => {
  it('has every route of the contract, and each step of a flow', () => {
    const expected = allRoutes()
      .filter(({ route }) => route !== flowRoutes.submit)
      .map(({ route }) => `${route.method.toLowerCase()} ${route.path}`);
    const steps = STEP_NAMES.map((step) => `post /flows/{id}/${step}`);
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...expected, ...steps].sort());
  });

  it('refers to nothing that it lacks, and keeps nothing unused', () => {
    const references = new Set(valuesOf('$ref', document));
    const places = Object.keys(document.components.schemas).map((name) => SCHEMA_PLACE + name);
    expect([...references].sort()).toEqual(places.sort());
  });

  it('names every parameter of a path, each operation once, and every capability', () => {
    for (const { path, operation: one } of operations) {
      const named = (one.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(named.every(({ required }) => required)).toBe(true);
      expect(named.map(({ name }) => `{${name}}`).sort()).toEqual((path.match(/\{\w+\}/g) ?? []).sort());
    }
    expect(new Set(operations.map(({ operation: one }) => one.operationId)).size).toBe(operations.length);
    for (const { name, description } of document.tags) expect(description).not.toBe(name);
  });

  it('answers one success and the problems of its codes', () => {
    for (const { operation: one } of operations) {
      const statuses = Object.keys(one.responses).map(Number);
      expect(statuses.filter((status) => status < 300)).toHaveLength(1);
      const ofCodes = new Set<number>(one['x-errors'].map((code) => ERROR_STATUS[code]));
      expect(statuses.filter((status) => status >= 300)).toEqual([...ofCodes].sort((low, high) => low - high));
    }
  });

  it('describes what is sent with its limits, and what is answered', () => {
    const create = operation('post', '/organizations/{org}/invitations');
    expect(create.requestBody?.content['application/json']?.schema).toEqual({
      $ref: `${SCHEMA_PLACE}CreateInvitation`,
    });
    expect(create.responses['201']?.content?.['application/json']?.schema.$ref).toBe(`${SCHEMA_PLACE}Invitation`);
    expect(create.security).toEqual([{ session: [] }]);
    expect(create.parameters?.map(({ name }) => name)).toEqual(['org', 'Idempotency-Key']);
    const { properties, required, additionalProperties } = document.components.schemas.CreateInvitation ?? {};
    expect(properties?.name).toEqual({ type: 'string', minLength: 1, maxLength: 64 });
    expect({ required, additionalProperties }).toEqual({ required: ['kind', 'to'], additionalProperties: false });
    expect(document.components.schemas.Invitation?.additionalProperties).toBeUndefined();

    expect(operation('post', '/flows').security).toEqual([]);
    expect(operation('post', '/flows/{id}/code').requestBody?.content['application/json']?.schema.required).toEqual([
      'code',
    ]);
    expect(operation('delete', '/session').responses['204']?.content).toBeUndefined();
  });

  it('is of the version, and the same each time', () => {
    expect(document.info.version).toBe('1.2.3');
    expect(JSON.stringify(openApiDocument('1.2.3'))).toBe(JSON.stringify(document));
  });
});

describe('collected schemas', () => {
  it('refuse two of one name, and one that is answered in another form than it is sent', () => {
    const twice = collectSchemas();
    twice.add(z.object({ text: line(3) }).meta({ id: 'Twice' }), 'input');
    expect(() => twice.add(z.object({ text: line(4) }).meta({ id: 'Twice' }), 'input')).toThrow(/Twice/);

    const withDefault = z.object({ text: line(3).default('') }).meta({ id: 'WithDefault' });
    const both = collectSchemas();
    both.add(withDefault, 'input');
    expect(() => both.add(withDefault, 'output')).toThrow(/WithDefault/);
  });
});
