export { registerAuditRoutes } from './audit-routes.ts';
export { listHeads } from './audit-seal-store.ts';
export { markingSql, recordingSql } from './audit-store.ts';
export type { Breach } from './domain/seal-chain.ts';
export { auditRows } from './export-audit-events.ts';
export { type AuditAction, recordAuditEvent, recordAuditEvents } from './record-audit-event.ts';
export { reportTail, sealAudit } from './seal-audit-events.ts';
export { type ChainCheck, verifyAuditChain } from './verify-audit-chain.ts';
export { reportRefusals, watchAudit } from './watch-audit.ts';
