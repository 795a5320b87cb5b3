import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from "maplibre-gl";
import { byZoom, label, line, type LabelStyle } from "./style";
import { token } from "./tokens";

const SOURCE = "streets";

type Width = number | ExpressionSpecification;

function kinds(...names: string[]): FilterSpecification {
  return ["in", ["get", "kind"], ["literal", names]];
}

function area(id: string, layer: string, colour: string, filter?: FilterSpecification): LayerSpecification {
  return {
    id,
    type: "fill",
    source: SOURCE,
    "source-layer": layer,
    ...(filter ? { filter } : {}),
    paint: { "fill-color": token(colour) },
  };
}

function road(id: string, colour: string, width: Width, filter: FilterSpecification, minzoom = 0): LayerSpecification {
  return line(id, SOURCE, colour, width, { "source-layer": "roads", filter, minzoom });
}

function name(id: string, layer: string, style: LabelStyle): LayerSpecification {
  return label(id, SOURCE, { ...style, more: { "source-layer": layer, ...style.more } });
}

const NAME: ExpressionSpecification = ["coalesce", ["get", "name:pl"], ["get", "name"]];
const BUILT = kinds("residential", "industrial", "commercial", "school", "hospital", "university");
const GREEN = kinds("forest", "wood", "park", "nature_reserve", "grassland", "grass", "cemetery");
const MAIN = kinds("highway", "major_road");

function ground(): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": token("--map-abroad") } },
    area("earth", "earth", "--map-land"),
    area("built", "landuse", "--map-urban", BUILT),
    area("green", "landuse", "--map-land", GREEN),
    area("water", "water", "--map-water", ["==", ["geometry-type"], "Polygon"]),
    line("river", SOURCE, "--map-river", byZoom(8, 0.8, 16, 7), {
      "source-layer": "water",
      filter: ["==", ["geometry-type"], "LineString"],
    }),
  ];
}

function roads(): LayerSpecification[] {
  return [
    road("rail", "--map-rail", byZoom(9, 0.8, 16, 2.4), kinds("rail"), 9),
    road("path", "--map-road-edge", byZoom(14, 0.6, 18, 2), kinds("path"), 14),
    road("minor-edge", "--map-road-edge", byZoom(12, 0.8, 16, 13, 19, 30), kinds("minor_road", "other"), 12),
    road("main-edge", "--map-road-edge", byZoom(7, 1, 12, 4, 16, 22, 19, 46), MAIN, 7),
    road("minor", "--map-road", byZoom(12, 0.5, 16, 10, 19, 26), kinds("minor_road", "other"), 12),
    road("main", "--map-road", byZoom(7, 0.6, 12, 2.8, 16, 18, 19, 42), MAIN, 7),
  ];
}

function names(): LayerSpecification[] {
  const along = { "text-field": NAME, "symbol-placement": "line", "symbol-spacing": 320 } as const;
  const place = { "text-field": NAME, "symbol-sort-key": ["-", 0, ["to-number", ["get", "population"], 0]] } as never;
  const locality = kinds("locality");
  return [
    name("river-name", "water", {
      size: 12.5,
      colour: "--map-label-water",
      halo: "--map-water",
      layout: along,
      more: { minzoom: 11, filter: ["==", ["geometry-type"], "LineString"] },
    }),
    name("road-name", "roads", {
      size: byZoom(12, 12, 17, 14),
      colour: "--map-label-2",
      halo: "--map-road",
      layout: along,
      more: { minzoom: 12.5 },
    }),
    name("quarter-name", "places", {
      size: 12.5,
      colour: "--map-label-2",
      layout: place,
      more: { minzoom: 11, filter: kinds("neighbourhood", "macrohood") },
    }),
    name("place-name", "places", {
      size: byZoom(6, 12, 12, 17),
      colour: "--map-label",
      layout: place,
      more: { filter: locality },
    }),
  ];
}

/** Streets from one PMTiles file in the Protomaps schema, in the tones of the schematic map. */
export function streetStyle(url: string): {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
} {
  const source: SourceSpecification = { type: "vector", url: `pmtiles://${new URL(url, location.href).href}` };
  const border: LayerSpecification = line("border", SOURCE, "--map-border", byZoom(4, 1.1, 8, 2), {
    "source-layer": "boundaries",
    filter: ["<=", ["to-number", ["get", "kind_detail"], 9], 4],
  });
  return { sources: { [SOURCE]: source }, layers: [...ground(), ...roads(), border, ...names()] };
}
