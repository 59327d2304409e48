import { factorRoutes } from '@gatehouse/contract/factors';
import { passkeyRoutes } from '@gatehouse/contract/passkeys';
import { sessionRoutes } from '@gatehouse/contract/sessions';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => call(factorRoutes.get, { signal }),
});

export const ownPasswordQuery = queryOptions({
  queryKey: ['own-password'],
  queryFn: ({ signal }) => call(sessionRoutes.password, { signal }),
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => call(passkeyRoutes.list, { signal }),
});
