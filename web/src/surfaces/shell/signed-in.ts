import { sessionQuery } from '../../features/sessions/session.ts';
import { switchLocale } from '../../lib/i18n.tsx';
import { queryClient } from '../../lib/query-client.ts';

let localeTaken = false;

/** The session; the first time the page takes over the language of the account. */
export async function signedIn() {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (!localeTaken && session.account.locale) await switchLocale(session.account.locale);
  localeTaken = true;
  return session;
}
