import { readable, readFilters, writeFilters, type Filters } from "../filters";

/** What the page's address says: filters, the open mark or numbers, and – behind the hash, unseen by the server – the view. */
export interface Address {
  filters: Filters;
  mark: string | null;
  /** Whether the numbers of the view, or of the chosen place, are open. */
  isSummary: boolean;
  view: View | null;
}

export interface View {
  zoom: number;
  lon: number;
  lat: number;
}

const SUMMARY = "summary";
const MARK = /^[a-z2-7]{16}$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;
const HASH = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

export function readAddress(location: { search: string; hash: string }): Address {
  const params = new URLSearchParams(location.search);
  const mark = params.get("mark") ?? "";
  const [, zoom, lat, lon] = HASH.exec(location.hash) ?? plainView(params);
  return {
    filters: readFilters(params),
    mark: MARK.test(mark) ? mark : null,
    isSummary: params.get("panel") === SUMMARY,
    view: zoom && lat && lon ? { zoom: Number(zoom), lat: Number(lat), lon: Number(lon) } : null,
  };
}

/** The view as the page without scripts tells it to the server, in the order of the hash. */
function plainView(params: URLSearchParams): string[] {
  const numbers = ["z", "lat", "lon"].map((name) => params.get(name) ?? "");
  return numbers.every((number) => NUMBER.test(number)) ? ["", ...numbers] : [];
}

export function writeAddress(path: string, { filters, mark, isSummary, view }: Address): string {
  const open = { ...(isSummary ? { panel: SUMMARY } : {}), ...(mark ? { mark } : {}) };
  const params = new URLSearchParams({ ...writeFilters(filters), ...open });
  const query = readable(params);
  const hash = view ? `#${view.zoom.toFixed(2)}/${view.lat.toFixed(4)}/${view.lon.toFixed(4)}` : "";
  return `${path}${query && `?${query}`}${hash}`;
}
