import { seatRoutes } from '@gatehouse/contract/seats';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../lib/api.ts';
import { SeatsLine } from '../organizations/seats-line.tsx';

/** How many of the seats are taken, where the organization has a limit. */
export function PeopleSeats({ org }: { org: string }) {
  const { data } = useQuery({
    queryKey: ['members', org, 'seats'],
    queryFn: ({ signal }) => call(seatRoutes.seats, { params: { org }, signal }),
  });
  return data?.seats ? <SeatsLine seats={data.seats} /> : null;
}
