import type { Import } from '@gatehouse/contract/imports';
import type { InvitationKind } from '@gatehouse/contract/invitations';
import type { Queryable } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { findSeats, type Seats, seatsFull, seatsLeft } from '../organizations/index.ts';
import {
  findImportView,
  findRowsWithoutSeat,
  type ImportView,
  listRows,
  type RowsPage,
  type RowsWithoutSeat,
  type RowView,
} from './import-read-model.ts';
import type { ImportRecord } from './import-store.ts';

/** For whom of a list there is a seat, as things stand. It is said, and keeps nobody from being tried. */
export type Seating = {
  readonly seats: Seats;
  readonly left: number;
  readonly without: RowsWithoutSeat | null;
};

type Asked = Pick<Services, 'database' | 'clock'>;

/** Null where no seat is needed: there is no limit, companies are invited, or it runs or has run. `kind`: as what it would be run. */
export async function findSeating(
  { database, clock }: Asked,
  record: Pick<ImportRecord, 'id' | 'organizationId' | 'state' | 'options'>,
  kind: InvitationKind = record.options?.kind ?? 'member',
): Promise<Seating | null> {
  if (kind !== 'member' || (record.state !== 'ready' && record.state !== 'stopped')) return null;
  const now = clock.now();
  const seats = await findSeats(database, record.organizationId, now);
  const left = seats && seatsLeft(seats);
  if (seats === null || left === null) return null;
  return { seats, left, without: await findRowsWithoutSeat(database, record, left, now) };
}

/** An import with its rows counted by class, those without a seat apart; null where there is none. */
export async function findClassedImport(
  services: Asked,
  organizationId: string,
  id: string,
  kind?: InvitationKind,
): Promise<(ImportView & Pick<Import, 'seats'>) | null> {
  const view = await findImportView(services.database, organizationId, id);
  const seating = view && (await findSeating(services, view, kind));
  if (!seating) return view && { ...view, seats: null };
  const without = seating.without?.count ?? 0;
  const { new: fresh = 0, ...others } = view.counts;
  const classes = { new: fresh - without, 'no-seat': without };
  const counts = Object.fromEntries(Object.entries(classes).filter(([, count]) => count > 0));
  return { ...view, counts: { ...counts, ...others }, seats: { left: seating.left, without } };
}

/** Rows by class. */
export async function listClassedRows(
  queryable: Queryable,
  id: string,
  page: RowsPage,
  seating: Seating | null,
): Promise<RowView[]> {
  const from = seating?.without?.from ?? null;
  const narrowed = narrow(page, from);
  const rows = narrowed ? await listRows(queryable, id, narrowed) : [];
  if (!seating || from === null) return rows;
  const { code, params } = seatsFull('list', seating.seats);
  return rows.map((row) => (row.state === 'new' && row.row >= from ? { ...row, state: 'no-seat', code, params } : row));
}

/** The rows without a seat are the new ones from `from` on; null where there are none. */
function narrow(page: RowsPage, from: number | null): RowsPage | null {
  if (page.state === 'new') return { ...page, before: from };
  if (page.state !== 'no-seat') return page;
  return from === null ? null : { ...page, state: 'new', after: Math.max(page.after, from - 1) };
}
