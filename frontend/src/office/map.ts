/** The map beside the work: the unit's outline and the exact points, which only the office ever sees. */
import type { GeoJSONSource, MapMouseEvent } from "maplibre-gl";
import { readConfig } from "../config";
import { wordsOf } from "../words";
import { createMap, type BaseMap, type BaseOptions } from "../map/basemap";
import { signDrawing } from "../map/images";
import { loadBorder } from "../page-map/border";
import { Outline } from "../page-map/outline";
import { isStatus } from "../statuses";
import { choose, chosenRow, rowOf } from "./rows";

interface Mark {
  id: string;
  status: string;
  lonLat: [number, number];
}

type Box = [number, number, number, number];

const WORK = "work";
const SIGN_PX = 24;
const CHOSEN_PX = 36;
const CLOSE_ZOOM = 13;
const STREET_ZOOM = 16;
// Without streets only the towns around tell where a point is.
const WIDE_ZOOM = 10.5;

class WorkMap {
  private chosen = "";

  constructor(
    private readonly base: BaseMap,
    private readonly marks: readonly Mark[],
  ) {
    base.onStyle(() => this.addLayer());
    base.map.on("resize", () => this.keepInView());
  }

  choose(id: string): void {
    this.chosen = id;
    void this.draw();
    this.keepInView();
  }

  private keepInView(): void {
    const mark = this.mark(this.chosen);
    if (mark && !this.base.map.getBounds().contains(mark.lonLat)) this.base.map.easeTo({ center: mark.lonLat });
  }

  show(): void {
    const mark = this.mark(this.chosen);
    if (mark) this.base.map.easeTo({ center: mark.lonLat, zoom: Math.max(CLOSE_ZOOM, this.base.map.getZoom()) });
    this.base.map.getCanvas().focus();
  }

  private mark(id: string): Mark | undefined {
    return this.marks.find((one) => one.id === id);
  }

  private addLayer(): void {
    const { map } = this.base;
    map.addSource(WORK, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({
      id: WORK,
      type: "symbol",
      source: WORK,
      layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true, "symbol-sort-key": ["get", "order"] },
    });
    void this.draw();
  }

  private async draw(): Promise<void> {
    const features = await Promise.all(this.marks.map((mark) => this.feature(mark)));
    const known = features.filter((feature) => feature !== null);
    void this.base.map.getSource<GeoJSONSource>(WORK)?.setData({ type: "FeatureCollection", features: known });
  }

  private async feature({ id, status, lonLat }: Mark): Promise<GeoJSON.Feature<GeoJSON.Point> | null> {
    if (!isStatus(status)) return null;
    const isChosen = id === this.chosen;
    const image = `work ${status} ${isChosen}`;
    if (!this.base.map.hasImage(image)) {
      const { data, pixelRatio } = await signDrawing(status, isChosen ? CHOSEN_PX : SIGN_PX, isChosen);
      if (!this.base.map.hasImage(image)) this.base.map.addImage(image, data, { pixelRatio });
    }
    const geometry: GeoJSON.Point = { type: "Point", coordinates: lonLat };
    return { type: "Feature", properties: { id, image, order: isChosen ? 1 : 0 }, geometry };
  }
}

async function marksOf(element: HTMLElement): Promise<Mark[]> {
  const { marks, point, status } = element.dataset;
  if (point) return [{ id: "here", status: status ?? "", lonLat: numbers(point) as [number, number] }];
  if (!marks) return [];
  const response = await fetch(marks, { headers: { Accept: "application/json" } });
  if (!response.ok) return [];
  const found = (await response.json()) as GeoJSON.FeatureCollection<GeoJSON.Point, { status: string }>;
  return found.features.map(({ id, geometry, properties }) => ({
    id: String(id),
    status: properties.status,
    lonLat: geometry.coordinates as [number, number],
  }));
}

function numbers(text: string): number[] {
  return text.split(",").map(Number);
}

function camera(element: HTMLElement, hasStreets: boolean): Partial<BaseOptions> {
  const { box, point } = element.dataset;
  if (point) return { center: numbers(point) as [number, number], zoom: hasStreets ? STREET_ZOOM : WIDE_ZOOM };
  return box ? { bounds: numbers(box) as Box, padding: 24 } : {};
}

function listen(base: BaseMap, work: WorkMap): void {
  const { map } = base;
  map.on("click", WORK, (event: MapMouseEvent & { features?: { properties: Record<string, unknown> }[] }) => {
    choose(rowOf(String(event.features?.[0]?.properties["id"])));
  });
  map.on("mouseenter", WORK, () => map.getCanvas().classList.add("is-over-mark"));
  map.on("mouseleave", WORK, () => map.getCanvas().classList.remove("is-over-mark"));
  document.addEventListener("office:chosen", (event) => work.choose(String((event as CustomEvent<string>).detail)));
  document.addEventListener("office:show", () => work.show());
}

/** Puts the map into `element`; without WebGL the element stays empty and the list does the work alone. */
export async function startMap(element: HTMLElement): Promise<void> {
  const config = readConfig();
  const [base, marks] = await Promise.all([
    createMap(element, { ground: config.basemap, words: wordsOf(config.lang), ...camera(element, config.basemap.kind === "pmtiles") }).catch(() => null),
    marksOf(element),
  ]);
  if (!base) return;
  const work = new WorkMap(base, marks);
  listen(base, work);
  work.choose(element.dataset["point"] ? "here" : (chosenRow()?.dataset["case"] ?? ""));
  const { unit } = element.dataset;
  if (unit) new Outline(base).show(await loadBorder(`/basemap/unit/${encodeURIComponent(unit)}.json`));
  element.dataset["ready"] = "true";
}
