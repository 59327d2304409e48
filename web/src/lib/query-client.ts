import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api.ts';

/** Only what may pass by itself is tried again; a refusal is shown at once. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'OFFLINE' || error.status >= 502);
}

/** What is not there any more may be so because one's place is not: the session says it. */
function lookAgain(error: unknown): void {
  if (error instanceof ApiProblem && error.code === 'NOT-FOUND') {
    void queryClient.invalidateQueries({ queryKey: ['session'], exact: true });
  }
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lookAgain }),
  mutationCache: new MutationCache({ onError: lookAgain }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && mayPass(error),
      networkMode: 'always',
    },
    // Creating calls carry one idempotency key for all tries.
    mutations: { retry: (count, error) => count < 1 && mayPass(error), networkMode: 'always' },
  },
});
