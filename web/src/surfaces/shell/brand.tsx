import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { serverInfoQuery } from '../../lib/server-info.ts';

/** Mark and name of the product. */
export function Brand({ children }: { children?: ReactNode }) {
  const name = useQuery(serverInfoQuery).data?.productName ?? 'Gatehouse';
  return (
    <span className="flex min-w-0 items-center gap-2.5 font-bold">
      <span
        aria-hidden="true"
        className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-brand text-on-brand"
      >
        <span>{[...name][0]?.toUpperCase()}</span>
      </span>
      <span className="truncate">{name}</span>
      {children}
    </span>
  );
}
