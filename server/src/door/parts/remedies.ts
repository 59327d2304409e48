import type { ErrorCode } from '@gatehouse/contract/errors';
import type { DoorContext } from '../door-context.ts';

export type Action = { label: string; href: string };

const SIGN_IN = { key: 'common.action.sign-in', href: '/sign-in' };
const NEW_LINK = { key: 'common.action.request-link', href: '/new-link' };
const PASTE_LINK = { key: 'door.remedy.paste-link', href: '/i' };
const FORGOT = { key: 'common.action.request-link', href: '/forgot' };
const START_PAGE = { key: 'door.remedy.start-page', href: '/' };
/** The page itself, once more. */
const RETRY = { key: 'common.action.retry', href: null };

const REMEDIES: Partial<Record<ErrorCode, readonly { key: string; href: string | null }[]>> = {
  'NOT-SIGNED-IN': [SIGN_IN],
  'UNDO-GONE': [SIGN_IN],
  'NOT-ME-GONE': [SIGN_IN],
  FORBIDDEN: [START_PAGE],
  'NOT-FOUND': [START_PAGE],
  'CROSS-SITE': [START_PAGE],
  'RATE-LIMITED': [RETRY],
  BUSY: [RETRY],
  UNAVAILABLE: [RETRY],
  SERVER: [RETRY],
  'SETUP-DONE': [SIGN_IN],
  'SETUP-TOKEN-WRONG': [{ key: 'common.action.retry', href: '/setup' }],
  'INV-EXPIRED': [NEW_LINK],
  'INV-SUPERSEDED': [NEW_LINK],
  'INV-USED-BY-YOU': [SIGN_IN],
  'INV-ALREADY-MEMBER': [SIGN_IN],
  'INV-NOT-FOUND': [PASTE_LINK, NEW_LINK],
  'CODE-WRONG': [SIGN_IN],
  'CODE-EXPIRED': [SIGN_IN],
  'CODE-SUPERSEDED': [SIGN_IN],
  'CODE-TOO-MANY': [SIGN_IN],
  'SEND-FAILED': [SIGN_IN],
  'SEND-LIMIT': [SIGN_IN],
  'CRED-WRONG': [SIGN_IN],
  'PASSWORD-LINK-ENDED': [FORGOT, SIGN_IN],
  'ACC-LOCKED': [SIGN_IN],
  'METHOD-OFF': [SIGN_IN],
  'FLOW-NOT-FOUND': [SIGN_IN, NEW_LINK],
  'FLOW-EXPIRED': [SIGN_IN, NEW_LINK],
  'FLOW-STEP-WRONG': [RETRY],
  'TERMS-CHANGED': [RETRY],
};

/** Where the person can go from an error, the best first. Empty where only somebody else can help. */
export function remediesOf(context: DoorContext, code: ErrorCode): Action[] {
  return (REMEDIES[code] ?? []).map(({ key, href }) => ({ label: context.t(key), href: href ?? context.path }));
}
