export { type AuditAction, type AuditEvent, recordAuditEvent } from './record-audit-event.ts';
