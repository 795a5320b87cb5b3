import type { BaseMap } from "../map/basemap";
import { token } from "../map/tokens";

type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;

const WORLD: GeoJSON.Position[] = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
];

/** Draws the border of a unit or an area and lets everything around it step back. */
export async function drawOutline(base: BaseMap, url: string): Promise<void> {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) return;
  const shape = outlineOf((await response.json()) as GeoJSON.GeoJSON);
  if (shape) base.onStyle(() => addOutline(base, shape));
}

function outlineOf(data: GeoJSON.GeoJSON): Outline | null {
  if (data.type === "FeatureCollection") return data.features[0] ? outlineOf(data.features[0]) : null;
  if (data.type === "Feature") return outlineOf(data.geometry);
  return data.type === "Polygon" || data.type === "MultiPolygon" ? data : null;
}

function addOutline({ map }: BaseMap, shape: Outline): void {
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const around: GeoJSON.Polygon = { type: "Polygon", coordinates: [WORLD, ...polygons.map(([outer]) => outer ?? [])] };
  const firstName = map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
  map.addSource("around", { type: "geojson", data: { type: "Feature", properties: {}, geometry: around } });
  map.addSource("outline", {
    type: "geojson",
    data: { type: "Feature", properties: {}, geometry: shape },
    tolerance: 0.2,
  });
  map.addLayer(
    {
      id: "around",
      type: "fill",
      source: "around",
      paint: { "fill-color": token("--map-abroad"), "fill-opacity": 0.7 },
    },
    firstName,
  );
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
}
