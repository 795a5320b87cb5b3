import type { Bounds } from "./source";

export type Shape = GeoJSON.Polygon | GeoJSON.MultiPolygon;

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

function boxOf(shape: Shape): Bounds {
  const points = polygonsOf(shape).flat(2);
  const [lons, lats] = [points.map(([lon]) => lon ?? 0), points.map(([, lat]) => lat ?? 0)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return [least(lons), least(lats), most(lons), most(lats)];
}

/** Polygons of rings of points. */
export function polygonsOf(shape: Shape): GeoJSON.Position[][][] {
  return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
}
