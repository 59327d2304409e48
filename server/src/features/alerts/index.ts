/**
 * What somebody should look at. A rule is a function in `domain/alert-rules.ts`, its name in `ALERT_RULES` of
 * `contract/src/alerts.ts`, its texts `alerts.rule.<name>` and `mail.M24.<name>`. An act of the audit log that is told of each
 * time is a line in `ACTS`.
 */

export { alertAbilities } from './alert-policy.ts';
export { registerAlertRoutes } from './alert-routes.ts';
export { endedAlerts } from './ended-rows-store.ts';
export { reportAlerts, watchSignIns } from './raise-alerts.ts';
