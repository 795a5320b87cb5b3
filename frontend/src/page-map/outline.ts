import type { GeoJSONSource } from "maplibre-gl";
import type { BaseMap } from "../map/basemap";
import { token } from "../map/tokens";
import type { Bounds } from "./source";

type Shape = GeoJSON.Polygon | GeoJSON.MultiPolygon;

const WORLD: GeoJSON.Position[] = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
];
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

/** The border of a unit or an area. */
export interface Border {
  name: string;
  shape: Shape;
  box: Bounds;
}

/** Fetches a border; null where there is none. */
export async function loadBorder(url: string): Promise<Border | null> {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) return null;
  const [feature] = ((await response.json()) as GeoJSON.FeatureCollection).features;
  const shape = feature?.geometry;
  if (shape?.type !== "Polygon" && shape?.type !== "MultiPolygon") return null;
  return { name: String(feature?.properties?.["name"] ?? ""), shape, box: boxOf(shape) };
}

function polygonsOf(shape: Shape): GeoJSON.Position[][][] {
  return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
}

function boxOf(shape: Shape): Bounds {
  const points = polygonsOf(shape).flat(2);
  const [lons, lats] = [points.map(([lon]) => lon ?? 0), points.map(([, lat]) => lat ?? 0)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return [least(lons), least(lats), most(lons), most(lats)];
}

/** Draws one border and lets everything around it step back. */
export class Outline {
  private shape: Shape | null = null;

  constructor(private readonly base: BaseMap) {
    base.onStyle(() => this.addLayers());
  }

  show(border: Border | null): void {
    this.shape = border?.shape ?? null;
    this.draw();
  }

  private addLayers(): void {
    const { map } = this.base;
    const firstName = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
    map.addSource("around", { type: "geojson", data: NOTHING });
    map.addSource("outline", { type: "geojson", data: NOTHING, tolerance: 0.2 });
    const step = { "fill-color": token("--map-abroad"), "fill-opacity": 0.7 };
    map.addLayer({ id: "around", type: "fill", source: "around", paint: step }, firstName);
    map.addLayer(
      {
        id: "outline",
        type: "line",
        source: "outline",
        layout: { "line-join": "round" },
        paint: { "line-color": token("--accent"), "line-width": 2 },
      },
      firstName,
    );
    this.draw();
  }

  private draw(): void {
    const { shape } = this;
    const holes = shape ? polygonsOf(shape).map(([outer]) => outer ?? []) : [];
    this.set("around", shape && { type: "Polygon", coordinates: [WORLD, ...holes] });
    this.set("outline", shape);
  }

  private set(id: string, geometry: Shape | null): void {
    const data = geometry ? ({ type: "Feature", properties: {}, geometry } as const) : NOTHING;
    void this.base.map.getSource<GeoJSONSource>(id)?.setData(data);
  }
}
