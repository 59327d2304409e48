import { endedIdentifierChanges, endedPasswordLinks } from './features/accounts/index.ts';
import { endedFlows } from './features/admission/index.ts';
import { endedAlerts } from './features/alerts/index.ts';
import { endedImports } from './features/imports/index.ts';
import { endedLinks } from './features/invitations/index.ts';
import { endedMessages } from './features/notifications/index.ts';
import { endedOperations } from './features/operations/index.ts';
import { endedOwnData } from './features/own-account/index.ts';
import { endedSessions } from './features/sessions/index.ts';
import { endedCodes } from './features/sign-in/index.ts';
import { endedDeliveries } from './features/webhooks/index.ts';
import { endedRequests } from './platform/database/ended-requests-store.ts';
import type { SweepRule } from './platform/database/sweep-store.ts';

/** Everything that is removed some time after its end, in this order: what holds on to something else goes first. */
export const SWEEP_RULES: readonly SweepRule[] = [
  ...endedRequests,
  ...endedCodes,
  ...endedFlows,
  ...endedPasswordLinks,
  ...endedSessions,
  ...endedLinks,
  ...endedMessages,
  ...endedOperations,
  ...endedImports,
  ...endedAlerts,
  ...endedIdentifierChanges,
  ...endedOwnData,
  ...endedDeliveries,
];
