import { after, MINUTE, SECOND } from '../../kernel/clock.ts';
import { networkOf } from '../../kernel/network.ts';
import type { RecurringJob } from '../../platform/jobs/jobs.ts';
import type { MessagingServices } from '../notifications/index.ts';
import { findHouse } from '../organizations/index.ts';
import { enqueueEvent } from '../webhooks/index.ts';
import { countOpenAlerts, findAlert, listSettled, raiseAlert } from './alert-store.ts';
import {
  ACT_WINDOW,
  ACTS,
  burstsIn,
  type Finding,
  impossibleTravels,
  type Journey,
  type SettledUntil,
  type Stay,
  tellingActs,
  WINDOW,
} from './domain/alert-rules.ts';
import { presentAlert } from './present-alert.ts';
import { tellOfAlerts } from './tell-of-alerts.ts';
import { listActs, listFailures, listMoves, type MoveRow } from './watched-event-read-model.ts';

/** Looks every five seconds at what the logs say. Whoever signs in waits for nothing of it. */
export function watchSignIns(services: MessagingServices): RecurringJob {
  return { everyMilliseconds: 5 * SECOND, run: () => raiseAlerts(services) };
}

/** Looks once. May run in several processes: an alert is open once, and told of once. */
export async function raiseAlerts(services: MessagingServices): Promise<void> {
  const { database, clock } = services;
  const now = clock.now();
  const house = await findHouse(database);
  if (!house) return;
  const settledUntil = settledBy(await listSettled(database, after(now, -2 * ACT_WINDOW)));
  const [failures, acts, moves] = await Promise.all([
    listFailures(database, after(now, -WINDOW), house.id),
    listActs(database, Object.keys(ACTS), after(now, -ACT_WINDOW), house.id),
    services.places.known ? listMoves(database, after(now, -MINUTE)) : [],
  ]);
  const findings: Finding[] = [
    ...burstsIn(failures, settledUntil),
    ...tellingActs(acts, settledUntil),
    ...impossibleTravels(moves.flatMap(journeyBy(services)), settledUntil),
  ];
  for (const finding of findings) await raise(services, finding, now);
  await tellOfAlerts(services, now);
}

/** A new alert and the event that tells of it are written together. */
async function raise({ database, publicUrl }: MessagingServices, finding: Finding, now: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const { organizationId } = finding;
    const raised = await raiseAlert(tx, finding, now);
    if (!raised?.opened) return;
    const row = await findAlert(tx, organizationId, raised.id);
    if (!row) return;
    const data = {
      organizationId,
      ...presentAlert(row),
      consoleUrl: `${publicUrl}/console/${organizationId}/sign-in-log`,
    };
    await enqueueEvent(tx, organizationId, { type: 'alert.opened', data }, now);
  });
}

/** For the metrics: alerts that nobody has looked at. */
export async function reportAlerts(services: Pick<MessagingServices, 'database' | 'metrics'>): Promise<void> {
  services.metrics.setGauge('gatehouse_alerts_open', await countOpenAlerts(services.database));
}

function settledBy(settled: Awaited<ReturnType<typeof listSettled>>): SettledUntil {
  const key = (of: { organizationId: string; rule: string; subjectId: string }) =>
    JSON.stringify([of.organizationId, of.rule, of.subjectId]);
  const known = new Map(settled.map((one) => [key(one), one.until]));
  return (of) => known.get(key(of)) ?? null;
}

function journeyBy({ places }: Pick<MessagingServices, 'places'>) {
  const stay = (at: Date, ip: string): Stay | null => {
    const place = places.locate(ip);
    const name = [place?.city, place?.country].filter(Boolean).join(', ');
    return place && { at, network: networkOf(ip), place: { ...place, name } };
  };
  return ({ organizationId, accountId, fromIp, fromAt, toIp, toAt }: MoveRow): Journey[] => {
    const [from, to] = [stay(fromAt, fromIp), stay(toAt, toIp)];
    return from && to ? [{ organizationId, accountId, from, to }] : [];
  };
}
