const DAY = /^\d{4}-\d{2}-\d{2}$/;

function momentOf(day: string | undefined, later: number): string | undefined {
  if (!day || !DAY.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** When a day such as 2026-11-24 begins in the reader's own time zone; nothing for what is no day. */
export const startOfDay = (day: string | undefined) => momentOf(day, 0);
export const endOfDay = (day: string | undefined) => momentOf(day, 1);
