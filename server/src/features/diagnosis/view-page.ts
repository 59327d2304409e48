import type { Locale } from '@gatehouse/contract/locales';
import type { Caller } from '../../kernel/actor.ts';
import { AppError } from '../../kernel/app-error.ts';
import { presentSeen, type SeenPage } from '../admission/index.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { hintOf } from './domain/verdict.ts';
import { findPerson } from './find-person.ts';

export type ViewedPage = SeenPage & {
  readonly locale: Locale;
  /** Until when no password of theirs is looked at; null where it is. */
  readonly lockedUntil: Date | null;
};

/**
 * The page that somebody would come to now, for whoever helps them: nobody signs in as anybody, and nothing changes but
 * the audit log, in which the look stands once for ten minutes.
 * @throws AppError NOT-FOUND where nothing has reached them that leads to a page, RATE-LIMITED as `findPerson`
 */
export async function viewPage(
  services: MessagingServices,
  caller: Caller,
  organizationId: string,
  typed: string,
): Promise<ViewedPage> {
  const recorded = { action: 'diagnosis.page-viewed', once: true } as const;
  const { row, findings } = await findPerson(services, caller, organizationId, typed, recorded);
  const hint = hintOf(findings);
  const page = row && (await presentSeen(services, row, row, hint));
  if (!page) throw new AppError('NOT-FOUND');
  return { ...page, locale: page.locale ?? row.locale, lockedUntil: hint.lockedUntil };
}
