import type { auditRoutes } from '@gatehouse/contract/audit';
import type { z } from 'zod';

export type AuditAnswer = z.infer<typeof auditRoutes.list.response>;
export type AuditEvent = AuditAnswer['items'][number];

/** One field of a change. `before` is undefined where there was nothing to compare with. */
export type FieldChange = { readonly field: string; readonly before: string | undefined; readonly after: string };

/** A change field by field: nested objects become `policies.invitationDays`, and only what differs is told. */
export function fieldChanges(change: AuditEvent['change']): FieldChange[] {
  return Object.entries(change).flatMap(([field, value]) =>
    isPair(value) ? differences(field, value.before, value.after) : [{ field, before: undefined, after: text(value) }],
  );
}

function differences(field: string, before: unknown, after: unknown): FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(`${field}.${name}`, before[name], after[name]));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ field, before: text(before), after: text(after) }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPair(value: unknown): value is { before: unknown; after: unknown } {
  return isRecord(value) && 'before' in value && 'after' in value;
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(text).join(', ') || '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
