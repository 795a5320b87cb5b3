import type { Mark } from "./api";
import { addDays, addMonth, daysUntil, type Day } from "./dates";

/** Statuses in which one more person may say "I see it too", as the filter of the API takes them. */
export const CONFIRMABLE = ["new", "verification", "confirmed", "confirmed_referred"];

/** Whether it came in from the archive: no clock runs, and no decision with its reason was made here. */
export function isArchived({ properties: { due, reason } }: Mark): boolean {
  return due === null && reason === null;
}

export function isConfirmable(mark: Mark): boolean {
  return CONFIRMABLE.includes(mark.properties.status) && !isArchived(mark);
}

/** The last day on today's map; null where the status has no window. */
export function lastDay({ properties: { status, changed } }: Mark): Day | null {
  if (status === "not_confirmed") return addDays(changed, 7);
  return status === "confirmed_eliminated" ? addMonth(changed) : null;
}

/** Whether a mark of the history has left today's map by its window. */
export function hasLeft(mark: Mark, today: Day): boolean {
  const last = lastDay(mark);
  return last !== null && daysUntil(last, today) < 0;
}
