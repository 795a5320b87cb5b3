import type { Day } from "./dates";
import type { Words } from "./words";

/** A month: `YYYY-MM`. */
export type Month = string;

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** Months since the year 0. */
export function monthNumber(month: Month): number {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return year * 12 + number - 1;
}

export function monthAt(number: number): Month {
  return `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
}

export function firstDay(month: Month): Day {
  return `${month}-01`;
}

export function lastDay(month: Month): Day {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, "0")}`;
}

function dateOf(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** "styczeń 2025" */
export function monthText(month: Month, words: Words): string {
  const name = new Intl.DateTimeFormat(words.locale, { month: "long", timeZone: "UTC" }).format(dateOf(month));
  return `${name}\u00a0${Number(month.slice(0, 4))}`;
}

/** "stycznia 2025", as it stands after "od" and "do" */
export function ofMonthText(month: Month, words: Words): string {
  // Beside a day the languages give the case that stands after their "from" and "until".
  const parts = new Intl.DateTimeFormat(words.locale, { day: "numeric", month: "long", timeZone: "UTC" });
  const name = parts.formatToParts(dateOf(month)).find(({ type }) => type === "month")?.value ?? month;
  return `${name}\u00a0${Number(month.slice(0, 4))}`;
}
