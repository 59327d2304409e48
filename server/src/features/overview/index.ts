export { overviewRows } from './export-overview.ts';
export { overviewAbilities } from './overview-policy.ts';
export { registerOverviewRoutes } from './overview-routes.ts';
export { reportCodes, watchCodes } from './watch-codes.ts';
