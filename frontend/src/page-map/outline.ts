import type { GeoJSONSource } from "maplibre-gl";
import type { BaseMap } from "../map/basemap";
import { token } from "../map/tokens";
import { polygonsOf, type Border, type Shape } from "./border";

const WORLD: GeoJSON.Position[] = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
];
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

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
