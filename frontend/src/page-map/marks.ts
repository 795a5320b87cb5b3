import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import type { BaseMap } from "../map/basemap";
import type { Group } from "../map/clusters";
import { ringDrawing, signDrawing, type Drawing } from "../map/images";
import { toLonLat } from "../map/mercator";
import { token } from "../map/tokens";
import { isStatus, type Counts } from "../statuses";
import type { Leg, Painter, Selected } from "./painter";
import { signOf } from "./painter";

const SOURCE = "marks";
const HOT = "marks-hot";
const SIGN_PX = 30;
const SELECTED_PX = 44;
const LEGS = "marks-legs";
const MOST_IMAGES = 600;
/** What the name of a picture begins with. */
const [RING, SIGN, SELECTED] = ["ring", "sign", "selected"] as const;

type Features = GeoJSON.Feature<GeoJSON.Point, { image: string; index: number; order: number }>[];

/** Draws rings and signs, and says which one lies under a point of the screen. */
export class MarksLayer implements Painter {
  private groups: readonly Group[] = [];
  private legs: readonly Leg[] = [];
  private selected: Selected | null = null;
  private hot: number | null = null;

  constructor(private readonly base: BaseMap) {
    base.map.setMissingStyleImageResolver((name) => this.addImage(name));
    base.onStyle(() => this.addLayers());
  }

  private get map(): MapLibre {
    return this.base.map;
  }

  show(groups: readonly Group[], legs: readonly Leg[]): void {
    this.groups = groups;
    this.legs = legs;
    this.hot = null;
    this.draw();
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

  select(selected: Selected | null): void {
    this.selected = selected;
    this.draw();
  }

  /** Marks one group as pointed at or focused; null as none. */
  point(index: number | null): void {
    if (index === this.hot) return;
    this.hot = index;
    this.draw(HOT);
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
    this.draw();
  }

  private draw(only?: typeof HOT): void {
    const hot = this.hot === null ? undefined : this.groups[this.hot];
    const above = hot ? [featureOf(hot, this.hot!, true)] : [];
    if (this.selected) above.push(selectedFeature(this.selected));
    if (!only) {
      const groups = this.groups.map((group, index) => featureOf(group, index, false));
      this.setData(SOURCE, groups);
      this.drawLegs();
    }
    this.setData(HOT, above);
  }

  private drawLegs(): void {
    const coordinates = this.legs.map(({ from, to }) => [toLonLat(from), toLonLat(to)]);
    const geometry = { type: "MultiLineString", coordinates } as const;
    void this.map.getSource<GeoJSONSource>(LEGS)?.setData({ type: "Feature", properties: {}, geometry });
  }

  private setData(id: string, features: Features): void {
    void this.map.getSource<GeoJSONSource>(id)?.setData({ type: "FeatureCollection", features });
  }

  /** Draws the picture of that name, for which the map waits. Rings come in any number, so the eldest go. */
  private async addImage(name: string): Promise<void> {
    const drawing = await drawingOf(name);
    if (!drawing || this.map.hasImage(name)) return;
    const rings = this.map.listImages().filter((known) => known.startsWith(RING));
    if (rings.length > MOST_IMAGES) for (const eldest of rings.slice(0, MOST_IMAGES / 2)) this.map.removeImage(eldest);
    this.map.addImage(name, drawing.data, { pixelRatio: drawing.pixelRatio });
  }
}

/** A name tells all that is drawn, so that any of them can be drawn whenever the map asks for it. */
function nameOf(group: Group, isHot: boolean): string {
  const status = signOf(group);
  return status ? `${SIGN} ${isHot} ${status}` : `${RING} ${isHot} ${group.radius.toFixed(1)} ${group.counts.join(" ")}`;
}

function drawingOf(name: string): Drawing | Promise<Drawing> | null {
  const [kind, hot, first = "", ...others] = name.split(" ");
  const isHot = hot === "true";
  if (kind === RING) return ringDrawing(others.map(Number) as unknown as Counts, Number(first), isHot);
  if (!isStatus(first)) return null;
  return signDrawing(first, kind === SELECTED ? SELECTED_PX : SIGN_PX, isHot);
}

function featureOf(group: Group, index: number, isHot: boolean): Features[number] {
  return featureAt(toLonLat(group), nameOf(group, isHot), index, -group.count);
}

function selectedFeature({ status, lonLat }: Selected): Features[number] {
  return featureAt(lonLat, `${SELECTED} true ${status}`, -1, 1);
}

function featureAt(coordinates: [number, number], image: string, index: number, order: number): Features[number] {
  return { type: "Feature", properties: { image, index, order }, geometry: { type: "Point", coordinates } };
}
