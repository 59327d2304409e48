import { queryOptions } from '@tanstack/react-query';

/** What the server says about itself to anyone. */
export type ServerInfo = { outbox: boolean; productName: string };

export const serverInfoQuery = queryOptions({
  queryKey: ['server-info'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<ServerInfo> => {
    const response = await fetch('/.well-known/gatehouse', { signal });
    const info: Partial<ServerInfo> = response.ok ? await response.json() : {};
    return { outbox: info.outbox === true, productName: info.productName ?? 'Gatehouse' };
  },
});
