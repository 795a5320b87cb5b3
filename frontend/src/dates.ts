import type { Words } from "./words";

/** A day without clock and zone: `YYYY-MM-DD`, always of Warsaw. */
export type Day = string;

const DAY_MS = 86_400_000;

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function addDays(day: Day, days: number): Day {
  return new Date(utc(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of the next month, or its last day where that month is shorter. */
export function addMonth(day: Day): Day {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Whole days from `today` to `day`; negative when it has passed. */
export function daysUntil(day: Day, today: Day): number {
  return Math.round((utc(day).getTime() - utc(today).getTime()) / DAY_MS);
}

/** The day in Warsaw at this moment. */
export function warsawToday(now: Date = new Date()): Day {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Warsaw", dateStyle: "short" }).format(now);
}

/** ISO weekday: Monday 1 … Sunday 7. */
export function isoWeekday(day: Day): number {
  return utc(day).getUTCDay() || 7;
}

/** "25 listopada", with the year when it is not this one. */
export function dayText(day: Day, today: Day, words: Words): string {
  const withYear = day.slice(0, 4) !== today.slice(0, 4);
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", timeZone: "UTC" };
  const text = new Intl.DateTimeFormat(words.locale, options).format(utc(day));
  return (withYear ? `${text} ${day.slice(0, 4)}` : text).replaceAll(" ", "\u00a0");
}

/** "środa" */
export function weekdayText(day: Day, words: Words): string {
  return words.weekdays[isoWeekday(day) - 1] ?? "";
}

/** "do środy 25 listopada" */
export function untilText(day: Day, today: Day, words: Words): string {
  return words.until(words.ofWeekdays[isoWeekday(day) - 1] ?? "", dayText(day, today, words));
}

/** "zostały 3 dni", "to dziś", "2 dni po terminie" */
export function leftText(day: Day, today: Day, words: Words): string {
  const left = daysUntil(day, today);
  if (left === 0) return words.dueToday;
  return left > 0 ? words.daysLeft(left) : words.daysLate(-left);
}

/** "codziennie", "od poniedziałku do piątku", "poniedziałki, środy", with the time of day; empty when nothing is known. */
export function recurrenceText(days: readonly number[], timeOfDay: string | null, words: Words): string {
  const parts = [weekdaysText(days, words)];
  if (timeOfDay) parts.push(words.timesOfDay[timeOfDay] ?? "");
  return parts.filter(Boolean).join(", ");
}

function weekdaysText(days: readonly number[], words: Words): string {
  const chosen = [...new Set(days)].sort((a, b) => a - b);
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined) return "";
  if (chosen.length === 7) return words.everyDay;
  if (chosen.length > 2 && last - first === chosen.length - 1) {
    return words.fromTo(words.ofWeekdays[first - 1] ?? "", words.toWeekdays[last - 1] ?? "");
  }
  return chosen.map((day) => words.everyWeekday[day - 1]).join(", ");
}
