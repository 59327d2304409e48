import { type Diagnosis, type DiagnosisFix, diagnosisRoutes } from '@gatehouse/contract/diagnosis';
import type { Locale } from '@gatehouse/contract/locales';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, callPath } from '../../lib/api.ts';

export function diagnosisQuery(org: string, identifier: string, lang: Locale) {
  return queryOptions({
    queryKey: ['diagnosis', org, identifier, lang],
    queryFn: ({ signal }): Promise<Diagnosis> =>
      call(diagnosisRoutes.get, { params: { org }, query: { identifier, lang }, signal }),
    // Each look is recorded: nobody looks again by coming back to the window.
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
}

/** Applies a fix that the diagnosis offered, and looks anew. */
export function useFix() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ href, body }: Pick<DiagnosisFix, 'href' | 'body'>) => callPath(href, body),
    onSuccess: () => client.invalidateQueries(),
  });
}
