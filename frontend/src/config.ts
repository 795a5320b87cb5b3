import { warsawToday, type Day } from "./dates";

/** What the server tells the scripts of a page, in `data-config` of the body. */
export interface Config {
  lang: string;
  api: string;
  tiles: string;
  basemap: { kind: "schematic" | "pmtiles"; url: string };
  urls: Record<string, string>;
  today: Day;
  /** The box of the unit or area that the map page is limited to, else of the country. */
  view?: { bbox: [number, number, number, number] };
}

const FALLBACK: Config = {
  lang: "pl",
  api: "/api/v1",
  tiles: "/tiles/v1/live.json",
  basemap: { kind: "schematic", url: "/basemap/{layer}.json" },
  urls: {},
  today: "",
};

/** The address of a layer of the built-in ground. */
export function layerUrl({ basemap }: Config, layer: string): string {
  const url = basemap.kind === "schematic" ? basemap.url : FALLBACK.basemap.url;
  return url.replace("{layer}", layer);
}

export function readConfig(body: HTMLElement = document.body): Config {
  const given = JSON.parse(body.dataset["config"] || "{}") as Partial<Config>;
  const config = { ...FALLBACK, ...given };
  return { ...config, today: config.today || warsawToday() };
}
