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
  return {
    id,
    type: "line",
    source,
    layout,
    ...more,
    paint: { "line-color": token(colour), "line-width": width, ...more.paint },
  };
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

export function label(
  id: string,
  source: string,
  { font = "KmzbMap", size, colour, halo = "--map-land", layout, more }: LabelStyle,
): LayerSpecification {
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
const ASIDE = [0.5, 1, 1.4, 1.8, 2.2, 2.6, 3.1, 3.7].flatMap((d) => [
  "bottom",
  [0, -d],
  "top",
  [0, d],
  "left",
  [d, 0],
  "right",
  [-d, 0],
]);

const LARGEST = [
  "all",
  ["==", ["get", "rank"], 1],
  [">=", ["to-number", ["get", "pop"], 0], 420_000],
] as FilterSpecification;

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
    town("town-0", 1, 0, {
      size: 13,
      colour: "--map-label",
      font: "KmzbMapBold",
      more: { filter: LARGEST, maxzoom: 5.2 },
    }),
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
    fade(),
    fill("land", "country", "--map-land"),
    fill("lakes", "lakes", "--map-water"),
    line(
      "rivers",
      "rivers",
      "--map-river",
      byZoom(4, ["case", ["<=", ["to-number", ["get", "scalerank"], 7], 6], 1, 0.4], 9, 2.2, 14, 4),
    ),
    line("gmina", "gminas", "--map-county", byZoom(9, 0.6, 13, 1.2), {
      minzoom: 8.4,
      paint: { "line-dasharray": [3, 2] },
    }),
    line("county", "counties", "--map-county", byZoom(6, 0.5, 10, 1.4), { minzoom: 6.4 }),
    line("voivodeship", "voivodeships", "--map-voivodeship", byZoom(4, 0.6, 8, 1.4)),
    line("border", "country", "--map-border", byZoom(4, 1.1, 8, 2)),
  ];
}

// The sea of the built-in map ends north and west of the country: it fades there instead of breaking off.
const FADE_NORTH: [number, number] = [55.9, 57.5];
const FADE_WEST: [number, number] = [12.7, 12.0];
const FADE_STEPS = 12;

function fadeBands(): GeoJSON.FeatureCollection {
  const bands = Array.from({ length: FADE_STEPS }, (_, i) => {
    const at = ([from, to]: [number, number], step: number) => from + ((to - from) * step) / FADE_STEPS;
    const [south, north] = [at(FADE_NORTH, i), i + 1 === FADE_STEPS ? 60 : at(FADE_NORTH, i + 1)];
    const [east, west] = [at(FADE_WEST, i), i + 1 === FADE_STEPS ? 9 : at(FADE_WEST, i + 1)];
    return [box(9, south, 24, north, (i + 1) / FADE_STEPS), box(west, 53, east, south, (i + 1) / FADE_STEPS)];
  });
  return { type: "FeatureCollection", features: bands.flat() };
}

function box(west: number, south: number, east: number, north: number, strength: number): GeoJSON.Feature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Feature", properties: { strength }, geometry: { type: "Polygon", coordinates: [ring] } };
}

function fade(): LayerSpecification {
  const paint = {
    "fill-color": token("--map-abroad"),
    "fill-opacity": ["get", "strength"],
    "fill-antialias": false,
  } as const;
  return { id: "fade", type: "fill", source: "fade", maxzoom: 9, paint: paint as never };
}

function namesAbroad(words: Words): Sources {
  const point = (name: string, coordinates: [number, number]) =>
    ({ type: "Feature", properties: { name }, geometry: { type: "Point", coordinates } }) as const;
  const abroad = words.abroad.map(([name, lon, lat]) => point(name, [lon, lat]));
  return {
    abroad: { type: "geojson", data: { type: "FeatureCollection", features: abroad } },
    fade: { type: "geojson", data: fadeBands(), tolerance: 0, buffer: 0 },
    baltic: { type: "geojson", data: point(words.baltic, [17.2, 55.05]) },
  };
}

function farNames(): LayerSpecification[] {
  const spaced = { "text-letter-spacing": 0.16 };
  return [
    label("baltic-name", "baltic", {
      size: 13,
      colour: "--map-label-water",
      halo: "--map-water",
      layout: spaced,
      more: { maxzoom: 8 },
    }),
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
