import type { Alert } from '@gatehouse/contract/alerts';
import type { AlertRow } from './alert-store.ts';

/** An alert as the API and the webhook tell it. */
export function presentAlert(row: AlertRow): Alert {
  const { subjectType, subjectId, acknowledgedAt } = row;
  return {
    id: row.id,
    rule: row.rule,
    state: row.state,
    subject: { type: subjectType, id: subjectId, name: row.name, address: row.address, memberId: row.memberId },
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    evidence: row.evidence,
    openedAt: row.openedAt.toISOString(),
    acknowledged: acknowledgedAt && {
      at: acknowledgedAt.toISOString(),
      by: row.acknowledgedBy ?? '',
      note: row.note,
    },
  };
}
