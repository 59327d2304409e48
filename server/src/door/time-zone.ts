import { isTimeZone } from '@gatehouse/contract/countries';
import type { FastifyRequest } from 'fastify';

/** The reader's time zone, as the door's script noted it; anything else that claims to be one is ignored. */
export function zoneOf(request: FastifyRequest): string | null {
  const zone = request.cookies['gatehouse-zone'];
  return zone !== undefined && isTimeZone(zone) ? zone : null;
}
