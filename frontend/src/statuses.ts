/** The six public statuses, in the one order of legend, rings and bars. */
export const STATUSES = [
  "new",
  "verification",
  "confirmed",
  "confirmed_referred",
  "confirmed_eliminated",
  "not_confirmed",
] as const;

export type Status = (typeof STATUSES)[number];

/** Open statuses are drawn thick, closed ones thin. */
export const OPEN_COUNT = 4;

/** How many marks there are per status, in the order of `STATUSES`. */
export type Counts = readonly [number, number, number, number, number, number];

export const NO_COUNTS: Counts = [0, 0, 0, 0, 0, 0];

export function isStatus(text: string): text is Status {
  return (STATUSES as readonly string[]).includes(text);
}

export function countsOf(byStatus: Readonly<Record<string, unknown>>): Counts {
  return STATUSES.map((status) => Number(byStatus[status] ?? 0)) as unknown as Counts;
}

export function addCounts(a: Counts, b: Counts): Counts {
  return a.map((count, i) => count + (b[i] ?? 0)) as unknown as Counts;
}

export function totalOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The name of the colour token of a status. */
export function colourToken(status: Status): string {
  return `--st-${status.replaceAll("_", "-")}`;
}
