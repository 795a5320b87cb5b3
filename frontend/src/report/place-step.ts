import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { isAbort, type Api, type Located, type Mark } from "../api";
import { Combobox } from "../combobox";
import type { Config } from "../config";
import { h, iconPath, keep, need, one, settled, sign } from "../dom";
import { createMap, type BaseMap } from "../map/basemap";
import { POLAND } from "../map/country";
import { signDrawing } from "../map/images";
import { CONFIRMABLE, isConfirmable } from "../mark";
import { distanceBetween, metres, moved, round6 } from "../numbers";
import { offerPosition } from "../page-map/finder";
import { countyName, placeName } from "../place-name";
import { isStatus } from "../statuses";
import type { Words } from "../words";
import { chosenCategory } from "./category-step";
import { boxAround, coordinatesText, isNearPoland, readDegrees } from "./place";
import { placeView, type PlaceView } from "./place-view";
import type { Problem } from "./problems";

type LonLat = [number, number];

const NEAR_ENOUGH = 13;
const CLOSE = 16;
const MOVABLE = 10;
const NEARBY_M = 200;
const NEAR_LAYER = "nearby";

/** Where it is: search, tap, the device's position, typed coordinates, and steps of five metres. */
export class PlaceStep {
  private readonly view: PlaceView;
  private readonly lon: HTMLInputElement;
  private readonly lat: HTMLInputElement;
  private base: Promise<BaseMap> | null = null;
  private map: MapLibre | null = null;
  private located: Located | null = null;
  private isOutside = false;
  private asked: AbortController | null = null;
  private nearby: Mark[] = [];
  private readonly ask = settled(250, () => this.askNow());

  constructor(
    private readonly form: HTMLFormElement,
    private readonly api: Api,
    private readonly config: Config,
    private readonly words: Words,
    private readonly onNearby: (mark: Mark, place: string) => void,
  ) {
    const plain = need("[data-place-plain]", form);
    this.lon = hiddenTwin(need<HTMLInputElement>("input[name=lon]", form));
    this.lat = hiddenTwin(need<HTMLInputElement>("input[name=lat]", form));
    this.view = placeView(words, config.basemap.kind === "schematic");
    plain.replaceWith(this.view.root, this.lon, this.lat);
    this.wire();
  }

  /** The point that is marked, null while none is. */
  get point(): LonLat | null {
    const [lon, lat] = [readDegrees(this.lon.value), readDegrees(this.lat.value)];
    return Number.isNaN(lon) || Number.isNaN(lat) ? null : [lon, lat];
  }

  /** The place in words, for the check before sending. */
  get name(): string {
    const point = this.point;
    return [placeName(this.located, this.words), point && coordinatesText(...point, this.words.locale)]
      .filter(Boolean)
      .join(" · ");
  }

  get unitName(): string {
    return this.located?.unit?.name ?? "";
  }

  problems(): Problem[] {
    if (this.point) return [];
    const isFar = this.map !== null && this.map.getZoom() < NEAR_ENOUGH && this.map.getZoom() > 7;
    return [{ field: "place", message: isFar ? this.words.zoomCloser : this.words.choosePlace }];
  }

  /** The step is shown: the map is made when it can be seen, and speaks of the category chosen meanwhile. */
  async enter(): Promise<void> {
    const category = chosenCategory(this.form);
    need(".pin-icon", this.view.pin).innerHTML = iconPath(category?.icon ?? "map-pin");
    this.view.policy.textContent = keep(this.policyOf(category?.visibility));
    this.base ??= this.makeMap();
    await this.base.catch(() => this.withoutMap());
    this.map?.resize();
    if (this.point) this.ask();
    else this.say();
  }

  private policyOf(visibility: string | undefined): string {
    const { words } = this;
    return (
      { coarse: words.willBeCoarse, never: words.neverPublic, once_confirmed: words.onceConfirmed }[visibility ?? ""] ??
      ""
    );
  }

  private wire(): void {
    const { view, words } = this;
    new Combobox({
      input: view.search,
      host: view.finder,
      label: words.places,
      nothing: words.noPlaces,
      failed: words.unavailable,
      find: async (query, signal) => {
        const { places } = await this.api.places(query, signal);
        return places.map((place) => ({ title: place.name, note: place.area, choose: () => this.goTo(place.bbox) }));
      },
    });
    offerPosition(view.locate, words, {
      onPosition: (at) => this.mark(at, CLOSE),
      say: (text) => (view.detail.textContent = text),
    });
    view.pad.addEventListener("click", (event) => {
      const button = (event.target as Element).closest("button");
      if (button) this.nudge(Number(button.dataset["east"]), Number(button.dataset["north"]));
    });
    view.show.addEventListener("click", () => this.useTyped());
    for (const input of [view.lat, view.lon]) {
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.useTyped();
      });
    }
  }

  private async makeMap(): Promise<BaseMap> {
    const { point } = this;
    const base = await createMap(this.view.map, {
      ground: this.config.basemap,
      words: this.words,
      maxZoom: 19,
      ...(point ? { center: point, zoom: CLOSE } : { bounds: POLAND, padding: 12 }),
    });
    const map = (this.map = base.map);
    base.onStyle(() => this.addNearbyLayer(map));
    map.on("click", ({ lngLat }) =>
      this.mark(
        [lngLat.lng, lngLat.lat],
        Math.max(map.getZoom() < 9 ? map.getZoom() + 3 : NEAR_ENOUGH + 1, map.getZoom()),
      ),
    );
    map.on("movestart", () => this.view.pin.classList.add("is-lifted"));
    map.on("moveend", (event) => {
      this.view.pin.classList.remove("is-lifted");
      if (event.originalEvent) this.readCentre();
      this.say();
    });
    return base;
  }

  private withoutMap(): void {
    this.view.map.parentElement!.hidden = true;
    this.view.coordinates.hidden = false;
  }

  /** The reader moved the map under the pin. */
  private readCentre(): void {
    if (!this.map || this.map.getZoom() < NEAR_ENOUGH) return this.forget();
    const { lng, lat } = this.map.getCenter();
    this.set([lng, lat]);
  }

  private mark(point: LonLat, zoom: number): void {
    this.map?.easeTo({ center: point, zoom, duration: 300 });
    if (zoom >= NEAR_ENOUGH || !this.map) this.set(point);
    else this.forget();
  }

  private goTo(bbox: readonly [number, number, number, number]): void {
    const middle: LonLat = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
    const camera = this.map?.cameraForBounds([...bbox] as [number, number, number, number]);
    this.map?.easeTo({ center: middle, zoom: Math.min(15, Math.max(11, camera?.zoom ?? 13)), duration: 400 });
    this.forget();
  }

  private nudge(east: number, north: number): void {
    const centre = this.map?.getCenter();
    const from = this.point ?? (centre ? [centre.lng, centre.lat] : null);
    if (!from) return;
    const to = moved(from as LonLat, east, north);
    this.map?.easeTo({ center: to, zoom: Math.max(this.map.getZoom(), CLOSE), duration: 160 });
    this.set(to);
  }

  private useTyped(): void {
    const [lon, lat] = [readDegrees(this.view.lon.value), readDegrees(this.view.lat.value)];
    if (!isNearPoland(lon, lat)) {
      this.view.detail.textContent = this.words.badCoordinates;
      (Number.isNaN(lat) ? this.view.lat : this.view.lon).focus();
      return;
    }
    this.mark([lon, lat], Math.max(CLOSE, this.map?.getZoom() ?? 0));
  }

  private set([lon, lat]: LonLat): void {
    this.lon.value = String(round6(lon));
    this.lat.value = String(round6(lat));
    this.form.dispatchEvent(new Event("change"));
    this.say();
    this.ask();
  }

  private forget(): void {
    this.lon.value = this.lat.value = "";
    this.located = null;
    this.isOutside = false;
    this.showNearby([]);
    this.say();
  }

  /** Asks who answers here and whether the same was reported nearby. */
  private askNow(): void {
    const { point } = this;
    if (!point) return;
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    void Promise.all([this.askLocated(point, asked.signal), this.askNearby(point, asked.signal)])
      .then(() => !asked.signal.aborted && this.say())
      .catch((error: unknown) => !isAbort(error) && this.say());
  }

  private async askLocated([lon, lat]: LonLat, signal: AbortSignal): Promise<void> {
    const located = await this.api.locate(lon, lat, signal);
    if (signal.aborted) return;
    this.located = located;
    // Piers, beaches and the very border are for the server to judge: here it is only mentioned.
    this.isOutside = located.gmina === null;
  }

  private async askNearby([lon, lat]: LonLat, signal: AbortSignal): Promise<void> {
    const category = chosenCategory(this.form);
    if (!category || category.visibility !== "exact") return this.showNearby([]);
    const query = { category: category.code, status: CONFIRMABLE.join(), bbox: boxAround(lon, lat, NEARBY_M), limit: "100" };
    const { features } = await this.api.marks(query, signal);
    const away = (mark: Mark) => distanceBetween([lon, lat], mark.geometry.coordinates);
    if (!signal.aborted)
      this.showNearby(features.filter((mark) => isConfirmable(mark) && away(mark) <= NEARBY_M).sort((a, b) => away(a) - away(b)));
  }

  private showNearby(marks: Mark[]): void {
    this.nearby = marks;
    const { near } = this.view;
    const { words, point } = this;
    const [nearest] = marks;
    near.hidden = !nearest;
    void this.drawNearby();
    if (!nearest || !point) return near.replaceChildren();
    const away = metres(distanceBetween(point, nearest.geometry.coordinates), words.locale);
    const sentence = marks.length === 1 ? words.nearOne(away) : words.nearMany(marks.length, away);
    const open = h(
      "button",
      { type: "button", class: "btn-text", onclick: () => this.onNearby(nearest, placeName(this.located, words)) },
      words.seeAndConfirm,
    );
    near.replaceChildren(
      sign(nearest.properties.status, 24),
      h("span", {}, `${sentence} `, open, h("span", { class: "soft t1 near-why" }, words.confirmInstead)),
    );
  }

  private addNearbyLayer(map: MapLibre): void {
    map.addSource(NEAR_LAYER, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({
      id: NEAR_LAYER,
      type: "symbol",
      source: NEAR_LAYER,
      layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true },
    });
    void this.drawNearby();
  }

  private async drawNearby(): Promise<void> {
    const { map } = this;
    if (!map?.getSource(NEAR_LAYER)) return;
    for (const { properties } of this.nearby) {
      const key = `near ${properties.status}`;
      if (map.hasImage(key) || !isStatus(properties.status)) continue;
      const { data, pixelRatio } = await signDrawing(properties.status, 30, false);
      if (!map.hasImage(key)) map.addImage(key, data, { pixelRatio });
    }
    const features = this.nearby.map(({ geometry, properties }) => ({
      type: "Feature" as const,
      geometry,
      properties: { image: `near ${properties.status}` },
    }));
    void map.getSource<GeoJSONSource>(NEAR_LAYER)?.setData({ type: "FeatureCollection", features });
  }

  private say(): void {
    const { view, words, point, located } = this;
    view.root.classList.toggle("has-point", Boolean(point));
    // After a search the buttons mark the middle of what is shown: a way to the place without touching the map.
    view.root.classList.toggle("can-move", Boolean(point) || (this.map?.getZoom() ?? 0) >= MOVABLE);
    view.hint.textContent = this.map && this.map.getZoom() >= 7 && !point ? words.zoomCloser : words.moveMap;
    view.hint.hidden = Boolean(point);
    view.title.textContent = this.isOutside ? words.outside : (located?.gmina?.name ?? "");
    view.unit.textContent = point && located?.unit ? keep(words.unitAnswers(located.unit.name)) : "";
    view.detail.replaceChildren(...this.detail(point));
    if (point && document.activeElement !== view.lat && document.activeElement !== view.lon) {
      const format = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 6, useGrouping: false });
      [view.lon.value, view.lat.value] = [format.format(point[0]), format.format(point[1])];
    }
  }

  private detail(point: LonLat | null): (Node | string)[] {
    const { words, view, located } = this;
    const isOpen = !view.coordinates.hidden;
    const toggle = h(
      "button",
      { type: "button", class: "btn-text", "aria-expanded": String(isOpen), "aria-controls": "typed" },
      isOpen ? words.hideCoordinates : words.typeCoordinates,
    );
    toggle.addEventListener("click", () => {
      view.coordinates.hidden = !view.coordinates.hidden;
      this.say();
      if (view.coordinates.hidden) one("button", view.detail)?.focus();
      else view.lat.focus();
    });
    const parts = [countyName(located?.county, words), point && coordinatesText(...point, words.locale)].filter(
      (part): part is string => Boolean(part),
    );
    return [parts.length ? `${parts.join(" · ")} · ` : "", toggle];
  }
}

/** The field that is sent: it keeps the name, while the reader works with the map. */
function hiddenTwin(field: HTMLInputElement): HTMLInputElement {
  const twin = h("input", { type: "hidden", name: field.name });
  twin.value = field.value;
  return twin;
}
