import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import type { BaseMap } from "../map/basemap";
import type { Group } from "../map/clusters";
import { ringDrawing, signDrawing, type Drawing } from "../map/images";
import { toLonLat } from "../map/mercator";
import { isStatus, type Status } from "../statuses";

const SOURCE = "marks";
const HOT = "marks-hot";
const SIGN_PX = 30;
const SELECTED_PX = 44;
const MOST_IMAGES = 600;

/** The mark whose card is open: it stays drawn, also where its group would be a ring. */
export interface Selected {
  id: string;
  status: Status;
  lonLat: [number, number];
}

type Features = GeoJSON.Feature<GeoJSON.Point, { image: string; index: number; order: number }>[];

/** Draws rings and signs, and says which one lies under a point of the screen. */
export class MarksLayer {
  groups: readonly Group[] = [];
  private selected: Selected | null = null;
  private hot: number | null = null;
  private turn = 0;

  constructor(private readonly base: BaseMap) {
    base.onStyle(() => this.addLayers());
  }

  private get map(): MapLibre {
    return this.base.map;
  }

  async show(groups: readonly Group[]): Promise<void> {
    this.groups = groups;
    this.hot = null;
    await this.draw();
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
    if (!only) this.setData(SOURCE, features);
    this.setData(HOT, [...hot, ...selected]);
  }

  private setData(id: string, features: Features): void {
    void this.map.getSource<GeoJSONSource>(id)?.setData({ type: "FeatureCollection", features });
  }

  private async feature(group: Group, index: number, isHot: boolean): Promise<Features[number]> {
    const status = group.members[0]?.status;
    const isSign = group.count === 1 && status !== null && status !== undefined && isStatus(status);
    const key = isSign
      ? `sign ${status} ${isHot}`
      : `ring ${group.counts.join(" ")} ${group.radius.toFixed(1)} ${isHot}`;
    await this.image(key, () =>
      isSign ? signDrawing(status, SIGN_PX, isHot) : ringDrawing(group.counts, group.radius, isHot),
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
