import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import type { BaseMap } from "../map/basemap";
import type { Group } from "../map/clusters";
import { ringDrawing, signDrawing, type Drawing } from "../map/images";
import { toLonLat } from "../map/mercator";
import { token } from "../map/tokens";
import type { Leg, Painter, Selected } from "./painter";
import { signOf } from "./painter";

const SOURCE = "marks";
const HOT = "marks-hot";
const SIGN_PX = 30;
const SELECTED_PX = 44;
const LEGS = "marks-legs";
const MOST_IMAGES = 600;

type Features = GeoJSON.Feature<GeoJSON.Point, { image: string; index: number; order: number }>[];

/** Draws rings and signs, and says which one lies under a point of the screen. */
export class MarksLayer implements Painter {
  private groups: readonly Group[] = [];
  private legs: readonly Leg[] = [];
  private selected: Selected | null = null;
  private hot: number | null = null;
  private turn = 0;

  constructor(private readonly base: BaseMap) {
    base.onStyle(() => this.addLayers());
  }

  private get map(): MapLibre {
    return this.base.map;
  }

  async show(groups: readonly Group[], legs: readonly Leg[]): Promise<void> {
    this.groups = groups;
    this.legs = legs;
    this.hot = null;
    await this.draw();
  }

  /** The source passes what it was given through a worker; a frame later than that has it. */
  drawn(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.map.getSource(SOURCE) || !this.map.isSourceLoaded(SOURCE)) return;
        this.map.off("render", look);
        resolve();
      };
      this.map.on("render", look);
      this.map.triggerRepaint();
    });
  }

  async select(selected: Selected | null): Promise<void> {
    this.selected = selected;
    await this.draw();
  }

  /** Marks one group as pointed at or focused; null as none. */
  async point(index: number | null): Promise<void> {
    if (index === this.hot) return;
    this.hot = index;
    await this.draw(HOT);
  }

  /** The group under the point, or the selected mark's own id. */
  at(point: PointLike): number | null {
    const [x, y] = point as [number, number];
    const box: [PointLike, PointLike] = [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ];
    const [hit] = this.map.getLayer(SOURCE) ? this.map.queryRenderedFeatures(box, { layers: [SOURCE] }) : [];
    const index = (hit as MapGeoJSONFeature | undefined)?.properties["index"] as number | undefined;
    return index === undefined || index < 0 ? null : index;
  }

  private addLayers(): void {
    const empty: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
    this.map.addSource(LEGS, { type: "geojson", data: empty });
    this.map.addLayer({
      id: LEGS,
      type: "line",
      source: LEGS,
      paint: { "line-color": token("--line-2"), "line-width": 1.5 },
    });
    for (const id of [SOURCE, HOT]) {
      this.map.addSource(id, { type: "geojson", data: empty });
      this.map.addLayer({
        id,
        type: "symbol",
        source: id,
        layout: {
          "icon-image": ["get", "image"],
          "icon-allow-overlap": true,
          "icon-padding": id === SOURCE ? 1 : 0,
          "icon-ignore-placement": id === HOT,
          "symbol-sort-key": ["get", "order"],
        },
      });
    }
    void this.draw();
  }

  private async draw(only?: typeof HOT): Promise<void> {
    const turn = ++this.turn;
    const features = await Promise.all(this.groups.map((group, index) => this.feature(group, index, false)));
    const hot =
      this.hot === null || !this.groups[this.hot] ? [] : [await this.feature(this.groups[this.hot]!, this.hot, true)];
    const selected = this.selected ? await this.selectedFeature(this.selected) : [];
    if (turn !== this.turn) return;
    if (!only) {
      this.setData(SOURCE, features);
      this.drawLegs();
    }
    this.setData(HOT, [...hot, ...selected]);
  }

  private drawLegs(): void {
    const coordinates = this.legs.map(({ from, to }) => [toLonLat(from), toLonLat(to)]);
    const geometry = { type: "MultiLineString", coordinates } as const;
    void this.map.getSource<GeoJSONSource>(LEGS)?.setData({ type: "Feature", properties: {}, geometry });
  }

  private setData(id: string, features: Features): void {
    void this.map.getSource<GeoJSONSource>(id)?.setData({ type: "FeatureCollection", features });
  }

  private async feature(group: Group, index: number, isHot: boolean): Promise<Features[number]> {
    const status = signOf(group);
    const key = status
      ? `sign ${status} ${isHot}`
      : `ring ${group.counts.join(" ")} ${group.radius.toFixed(1)} ${isHot}`;
    await this.image(key, () =>
      status ? signDrawing(status, SIGN_PX, isHot) : ringDrawing(group.counts, group.radius, isHot),
    );
    return featureAt(toLonLat(group), key, index, -group.count);
  }

  private async selectedFeature({ status, lonLat }: Selected): Promise<Features> {
    const key = `selected ${status}`;
    await this.image(key, () => signDrawing(status, SELECTED_PX, true));
    return [featureAt(lonLat, key, -1, 1)];
  }

  private async image(key: string, draw: () => Drawing | Promise<Drawing>): Promise<void> {
    if (this.map.hasImage(key)) return;
    const { data, pixelRatio } = await draw();
    if (this.map.hasImage(key)) return;
    const rings = this.map.listImages().filter((name) => name.startsWith("ring "));
    if (rings.length > MOST_IMAGES) for (const name of rings.slice(0, MOST_IMAGES / 2)) this.map.removeImage(name);
    this.map.addImage(key, data, { pixelRatio });
  }
}

function featureAt(coordinates: [number, number], image: string, index: number, order: number): Features[number] {
  return { type: "Feature", properties: { image, index, order }, geometry: { type: "Point", coordinates } };
}
