import { isStatus, STATUSES, type Status } from "./statuses";
import type { Day } from "./dates";

/** The marks on the map today, or all that were ever public. */
export type MarkSet = "live" | "history";

/** What the reader wants to see. Empty sets mean "all". */
export interface Filters {
  set: MarkSet;
  category: ReadonlySet<string>;
  status: ReadonlySet<Status>;
  from: Day | null;
  to: Day | null;
  unit: string | null;
  area: string | null;
}

export const NO_FILTERS: Filters = {
  set: "live",
  category: new Set(),
  status: new Set(),
  from: null,
  to: null,
  unit: null,
  area: null,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[\w-]{1,32}$/;

function list(params: URLSearchParams, name: string): string[] {
  const given = params.getAll(name).flatMap((value) => value.split(","));
  return [...new Set(given.map((value) => value.trim()).filter(Boolean))];
}

function matching(params: URLSearchParams, name: string, pattern: RegExp): string | null {
  const value = params.get(name)?.trim() ?? "";
  return pattern.test(value) ? value : null;
}

/** Reads the filters of an address; what cannot be understood is left out. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    set: params.get("set") === "history" ? "history" : "live",
    category: new Set(list(params, "category")),
    status: new Set(list(params, "status").filter(isStatus)),
    from: matching(params, "from", DAY),
    to: matching(params, "to", DAY),
    unit: matching(params, "unit", CODE),
    area: matching(params, "area", CODE),
  };
}

/** The filters as the parameters of the API and of the address, sorted, without what is not set. */
export function writeFilters(filters: Filters): Record<string, string> {
  const status = STATUSES.filter((one) => filters.status.has(one));
  const params: Record<string, string> = {};
  if (filters.set === "history") params["set"] = filters.set;
  if (filters.category.size) params["category"] = [...filters.category].sort().join(",");
  if (status.length && status.length < STATUSES.length) params["status"] = status.join(",");
  for (const name of ["from", "to", "unit", "area"] as const) {
    const value = filters[name];
    if (value) params[name] = value;
  }
  return params;
}

/** The filters as tiles take them: the set stands in their path. */
export function tileQuery(filters: Filters): string {
  return readable(new URLSearchParams(writeFilters({ ...filters, set: "live" })));
}

/** Commas stay readable in an address. */
export function readable(params: URLSearchParams): string {
  return params.toString().replaceAll("%2C", ",");
}

export function sameFilters(a: Filters, b: Filters): boolean {
  return JSON.stringify(writeFilters(a)) === JSON.stringify(writeFilters(b));
}
