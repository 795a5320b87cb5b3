import type { Located } from "./api";
import type { Words } from "./words";

/** A county as people name it: "powiat opoczyński", but "Warszawa" for a city that is its own county. */
export function countyName(county: { name: string } | null | undefined, words: Words): string {
  const name = county?.name ?? "";
  return /^\p{Ll}/u.test(name) ? words.county(name) : name;
}

/** Municipality and county of a point, once when they are the same. */
export function placeName(located: Located | null, words: Words): string {
  const names = [located?.gmina?.name, countyName(located?.county, words)].filter(Boolean);
  return [...new Set(names)].join(", ");
}
