import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api.ts';

/** Only what may pass by itself is tried again; a refusal is shown at once. */
function mayPass(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'OFFLINE' || error.status >= 502);
}

export const queryClient = new QueryClient({
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
