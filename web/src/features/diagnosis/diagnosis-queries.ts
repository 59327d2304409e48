import type { BrandTheme } from '@gatehouse/contract/accent';
import { type Diagnosis, type DiagnosisFix, diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { Locale } from '@gatehouse/contract/locales';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, callForText, callPath } from '../../lib/api.ts';

export function diagnosisQuery(org: string, identifier: string, lang: Locale) {
  return queryOptions({
    queryKey: ['diagnosis', org, identifier, lang],
    queryFn: ({ signal }): Promise<Diagnosis> =>
      call(diagnosisRoutes.look, { params: { org }, body: { identifier, lang }, signal }),
    // What was typed may be a secret: kept no longer than it is looked at.
    gcTime: 0,
    // Each look is recorded: nobody looks again by coming back to the window.
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
}

type Picture = { org: string; identifier: string; locale: string; theme: BrandTheme; step: string };

/** The page that the person would come to now, as HTML. `step`: asked for anew once it is another page. */
export function pictureQuery({ org, step, ...asked }: Picture) {
  return queryOptions({
    queryKey: ['diagnosis', org, 'picture', asked, step],
    queryFn: ({ signal }) => callForText(`/preview/${encodeURIComponent(org)}/seen`, asked, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** A link, or most of it, or a typed code: it belongs in no address and no history of a browser. */
export function isSecret(text: string): boolean {
  if (text.includes('@')) return false;
  return (
    /\/i\/(?!inv_)/.test(text) || /[\w-]{30}/.test(text.replace(/\b[a-z]{3}_[0-9a-z]{26}\b/, '')) || CODE.test(text)
  );
}

const CODE = /^\s*(?:[2-9a-hj-km-np-z]{4}[\s-]?){2}[2-9a-hj-km-np-z]{2}\s*$/i;

/** Fixes after which a message is on its way to the person. */
export const SENDS = new Set<DiagnosisFix['action']>([
  'send-instructions',
  'resend',
  'resend-activation',
  'invite-again',
  'correct-address',
]);

/** Applies a fix that the diagnosis offered, and looks anew; `onMoved`: at the address or number that is now the right one. */
export function useFix(onMoved: (identifier: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ href, body }: Pick<DiagnosisFix, 'action' | 'href' | 'body'>) => callPath(href, body),
    onSuccess: (_answer, { action, body }) => {
      const [moved] = action === 'correct-address' ? Object.values(body?.to ?? {}) : [];
      if (typeof moved === 'string') onMoved(moved);
      return client.invalidateQueries();
    },
  });
}
