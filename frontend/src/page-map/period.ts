import { dayText, type Day } from "../dates";
import { firstDay, lastDay, monthAt, monthNumber, monthOf, ofMonthText, type Month } from "../months";
import type { Words } from "../words";

/** A period of days, open where null. */
export interface Period {
  from: Day | null;
  to: Day | null;
}

/** Edges between months, counted from the beginning of the scale: `first` before the first month, `last` after the last. */
export interface Span {
  first: number;
  last: number;
}

/** The months that a time slider spans, and how periods of whole months lie on it. */
export class Scale {
  readonly start: number;
  readonly length: number;

  /** Months of `begin` to `end`, both inclusive. */
  constructor(begin: Month, end: Month) {
    this.start = monthNumber(begin);
    this.length = Math.max(1, monthNumber(end) - this.start + 1);
  }

  month(index: number): Month {
    return monthAt(this.start + index);
  }

  /** The months that hold the period; at least one. */
  spanOf({ from, to }: Period): Span {
    const at = (day: Day) => monthNumber(monthOf(day)) - this.start;
    const first = from ? Math.min(this.length - 1, Math.max(0, at(from))) : 0;
    const last = to ? Math.min(this.length, Math.max(first + 1, at(to) + 1)) : this.length;
    return { first, last };
  }

  /** Whole months; open at the ends of the scale, so that what comes later belongs to it. */
  periodOf({ first, last }: Span): Period {
    return {
      from: first > 0 ? firstDay(this.month(first)) : null,
      to: last < this.length ? lastDay(this.month(last - 1)) : null,
    };
  }

  /** The span of the same width that begins elsewhere, kept on the scale. */
  moved({ first, last }: Span, by: number): Span {
    const width = last - first;
    const begin = Math.min(this.length - width, Math.max(0, first + by));
    return { first: begin, last: begin + width };
  }

  /** Counts by position; months outside the scale are left out. */
  counts(byMonth: Readonly<Record<Month, number>>): number[] {
    return Array.from({ length: this.length }, (_, i) => byMonth[this.month(i)] ?? 0);
  }
}

/** "od stycznia 2020 do grudnia 2024"; days where the period is not of whole months; empty when it is open. */
export function periodText({ from, to }: Period, today: Day, words: Words): string {
  const begin = from && words.periodFrom(from === firstDay(monthOf(from)) ? ofMonthText(monthOf(from), words) : named(from));
  const end = to && words.periodTo(to === lastDay(monthOf(to)) ? ofMonthText(monthOf(to), words) : named(to));
  return [begin, end].filter(Boolean).join(" ");

  function named(day: Day): string {
    return dayText(day, today, words);
  }
}
