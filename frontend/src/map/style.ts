import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import type { Words } from "../words";
import { token } from "./tokens";

export interface Ground {
  kind: "schematic" | "pmtiles";
  url: string;
}

type Sources = Record<string, SourceSpecification>;

const SCHEMATIC = ["country", "voivodeships", "counties", "gminas", "rivers", "lakes", "sea", "towns"] as const;

/** Steps by zoom, drawn out evenly between them. */
export function byZoom(...stops: (number | ExpressionSpecification)[]): ExpressionSpecification {
  return ["interpolate", ["linear"], ["zoom"], ...stops] as unknown as ExpressionSpecification;
}

export function line(
  id: string,
  source: string,
  colour: string,
  width: number | ExpressionSpecification,
  more: Partial<Extract<LayerSpecification, { type: "line" }>> = {},
): LayerSpecification {
  const layout = { "line-join": "round", "line-cap": "round" } as const;
  return { id, type: "line", source, layout, ...more, paint: { "line-color": token(colour), "line-width": width, ...more.paint } };
}

function fill(id: string, source: string, colour: string, filter?: FilterSpecification): LayerSpecification {
  return { id, type: "fill", source, ...(filter ? { filter } : {}), paint: { "fill-color": token(colour) } };
}

export interface LabelStyle {
  font?: "KmzbMap" | "KmzbMapBold";
  size: number | ExpressionSpecification;
  colour: string;
  halo?: string;
  layout?: SymbolLayerSpecification["layout"];
  more?: Partial<SymbolLayerSpecification>;
}

export function label(id: string, source: string, { font = "KmzbMap", size, colour, halo = "--map-land", layout, more }: LabelStyle): LayerSpecification {
  const sized = size as DataDrivenPropertyValueSpecification<number>;
  return {
    id,
    type: "symbol",
    source,
    ...more,
    layout: { "text-field": ["get", "name"], "text-font": [font], "text-size": sized, "text-padding": 4, ...layout },
    paint: { "text-color": token(colour), "text-halo-color": token(halo), "text-halo-width": 1.6 },
  } as LayerSpecification;
}

// A name steps aside from a ring in wider and wider circles; it is never hidden under one.
const ASIDE = [0.5, 1, 1.4, 1.8, 2.2, 2.6, 3.1, 3.7].flatMap((d) => ["bottom", [0, -d], "top", [0, d], "left", [d, 0], "right", [-d, 0]]);

const LARGEST = ["all", ["==", ["get", "rank"], 1], [">=", ["to-number", ["get", "pop"], 0], 420_000]] as FilterSpecification;

function town(id: string, rank: number, minzoom: number, style: LabelStyle): LayerSpecification {
  return label(id, "towns", {
    ...style,
    layout: {
      "text-variable-anchor-offset": ASIDE as never,
      "text-padding": 3,
      "icon-image": "town",
      "icon-padding": 0,
      "icon-optional": true,
      "symbol-sort-key": ["-", 0, ["to-number", ["get", "pop"], 0]],
    },
    more: { filter: ["==", ["get", "rank"], rank], minzoom, ...style.more },
  });
}

function townLayers(): LayerSpecification[] {
  return [
    town("town-4", 4, 9.2, { size: byZoom(9, 12.5, 14, 15), colour: "--map-label-2" }),
    town("town-3", 3, 7.4, { size: byZoom(7, 12.5, 11, 15), colour: "--map-label" }),
    town("town-2", 2, 5.3, { size: byZoom(5, 12, 10, 16), colour: "--map-label-2" }),
    town("town-1", 1, 5.2, { size: byZoom(4.8, 13, 6, 14, 10, 19), colour: "--map-label", font: "KmzbMapBold" }),
    town("town-0", 1, 0, { size: 13, colour: "--map-label", font: "KmzbMapBold", more: { filter: LARGEST, maxzoom: 5.2 } }),
  ];
}

function schematicSources(url: string): Sources {
  const sources: Sources = {};
  for (const name of SCHEMATIC) sources[name] = { type: "geojson", data: url.replace("{layer}", name), tolerance: 0.2 };
  return sources;
}

function schematicGround(): LayerSpecification[] {
  return [
    fill("sea", "sea", "--map-water"),
    fill("land", "country", "--map-land"),
    fill("lakes", "lakes", "--map-water"),
    line("rivers", "rivers", "--map-river", byZoom(4, ["case", ["<=", ["to-number", ["get", "scalerank"], 7], 6], 1, 0.4], 9, 2.2, 14, 4)),
    line("gmina", "gminas", "--map-county", byZoom(9, 0.6, 13, 1.2), { minzoom: 8.4, paint: { "line-dasharray": [3, 2] } }),
    line("county", "counties", "--map-county", byZoom(6, 0.5, 10, 1.4), { minzoom: 6.4 }),
    line("voivodeship", "voivodeships", "--map-voivodeship", byZoom(4, 0.6, 8, 1.4)),
    line("border", "country", "--map-border", byZoom(4, 1.1, 8, 2)),
  ];
}

function namesAbroad(words: Words): Sources {
  const point = (name: string, coordinates: [number, number]) =>
    ({ type: "Feature", properties: { name }, geometry: { type: "Point", coordinates } }) as const;
  const abroad = words.abroad.map(([name, lon, lat]) => point(name, [lon, lat]));
  return {
    abroad: { type: "geojson", data: { type: "FeatureCollection", features: abroad } },
    baltic: { type: "geojson", data: point(words.baltic, [17.2, 55.05]) },
  };
}

function farNames(): LayerSpecification[] {
  const spaced = { "text-letter-spacing": 0.16 };
  return [
    label("baltic-name", "baltic", { size: 13, colour: "--map-label-water", halo: "--map-water", layout: spaced, more: { maxzoom: 8 } }),
    label("abroad-name", "abroad", {
      size: 12.5,
      colour: "--map-label-2",
      halo: "--map-abroad",
      layout: { ...spaced, "text-transform": "uppercase" },
      more: { maxzoom: 8 },
    }),
  ];
}

/** The schematic map of the country: quiet land, water, borders, names by importance. */
export function schematicStyle(url: string, words: Words): { sources: Sources; layers: LayerSpecification[] } {
  return {
    sources: { ...schematicSources(url), ...namesAbroad(words) },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("--map-abroad") } },
      ...schematicGround(),
      ...farNames(),
      ...townLayers(),
    ],
  };
}
