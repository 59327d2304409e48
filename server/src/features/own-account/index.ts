export { eraseDueAccounts } from './delete-account.ts';
export { registerOwnAccountRoutes } from './own-account-routes.ts';
export { endedOwnData } from './own-data-store.ts';
export { ownDataHandlers } from './write-data.ts';
