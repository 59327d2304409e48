import { sessionQuery } from '../../features/sessions/session.ts';
import { switchLocale } from '../../lib/i18n.tsx';
import { queryClient } from '../../lib/query-client.ts';

/** The page was asked for in a language, `?lang=pl`: that counts for as long as it is open, as it does at the door. */
let localeTaken = new URLSearchParams(window.location.search).has('lang');

/** The session; the first time the page takes over the language of the account. */
export async function signedIn() {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (!localeTaken && session.account.locale) await switchLocale(session.account.locale);
  localeTaken = true;
  return session;
}
