import type { Map as MapLibre } from "maplibre-gl";
import { Api, type Mark, type Place } from "../api";
import type { Config } from "../config";
import { one, need, settled } from "../dom";
import { NO_FILTERS, sameFilters, writeFilters, type Filters } from "../filters";
import { createMap, POLAND, type BaseMap } from "../map/basemap";
import { groupPoints, isOneSpot, type Group } from "../map/clusters";
import { toLonLat } from "../map/mercator";
import type { Status } from "../statuses";
import type { Words } from "../words";
import { readAddress, writeAddress, type Address } from "./address";
import { CardPanel } from "./card-panel";
import { startFinder } from "./finder";
import { MarksLayer } from "./marks";
import { MarksList } from "./marks-list";
import { TownNames } from "./names";
import { drawOutline } from "./outline";
import { Panel } from "./panel";
import { Refresher } from "./refresher";
import { Sheet } from "./sheet";
import { PlaceSource, TileSource, type Bounds, type PointSource } from "./source";
import { Tip } from "./tip";

const PHONE_PX = 900;
const PHONE_SCALE = 0.84;
const DEEPEST = 18;
const SHEET_STEP_PX = 320;

/** The map page: filters, totals, marks and cards, all of them told by the address. */
export class MapPage {
  private readonly api: Api;
  private readonly panel: Panel;
  private readonly sheet: Sheet;
  private readonly tip: Tip;
  private readonly list: MarksList;
  private readonly names = new TownNames();
  private readonly cards: CardPanel;
  private readonly refresher: Refresher;
  private address: Address;
  private source: PointSource;
  private base: BaseMap | null = null;
  private marks: MarksLayer | null = null;
  private opened: Mark | null = null;
  private isMapless = false;

  constructor(
    private readonly config: Config,
    private readonly words: Words,
    private readonly root: HTMLElement,
  ) {
    this.api = new Api(config);
    this.address = readAddress(location);
    this.source = this.sourceOf(this.address.filters);
    this.panel = new Panel(root, words, () => this.filter(this.panel.read()));
    this.sheet = new Sheet(need("[data-sheet]", root), words, () => this.onSheet());
    this.tip = new Tip(need("[data-tip]", root), words);
    this.list = new MarksList(need("[data-marks-list]", root));
    this.cards = new CardPanel(root, this.api, config, words, this.panel.categories(), {
      onShow: (mark) => this.onCard(mark),
      onClose: () => this.go({ ...this.address, mark: null }),
      onPick: (id) => this.go({ ...this.address, mark: id }),
    });
    this.refresher = new Refresher((signal, isFirst) => this.refresh(signal, isFirst), need("[data-trouble]", root), words);
  }

  async start(): Promise<void> {
    this.panel.write(this.address.filters);
    this.wirePage();
    void this.cards.open(this.address.mark);
    void this.names.load(this.layerUrl("towns")).catch(() => undefined);
    try {
      this.base = await this.makeMap();
    } catch (error) {
      console.error(error);
      return this.withoutMap();
    }
    this.marks = new MarksLayer(this.base);
    this.wireMap(this.base.map);
    this.outline();
    this.showOpened();
    this.refresher.start();
  }

  /** Filters and totals still work where no map can be drawn: the server counts. */
  private withoutMap(): void {
    this.isMapless = true;
    this.root.classList.add("is-mapless");
    need("[data-no-map]", this.root).hidden = false;
  }

  // Address

  private filter(change: Partial<Filters>): void {
    this.go({ ...this.address, filters: { ...this.address.filters, ...change } });
  }

  private go(next: Address): void {
    history.pushState(null, "", writeAddress(location.pathname, next));
    this.follow(next);
  }

  private follow(next: Address): void {
    const before = this.address;
    this.address = next;
    if (before.filters.unit !== next.filters.unit || before.filters.area !== next.filters.area) return location.reload();
    if (!sameFilters(before.filters, next.filters)) {
      if (this.isMapless) return location.reload();
      this.source = this.sourceOf(next.filters);
      this.refresher.now();
    }
    this.showActive();
    if (before.mark !== next.mark) void this.cards.open(next.mark);
  }

  private sourceOf(filters: Filters): PointSource {
    if (filters.unit ?? filters.area) return new PlaceSource(this.api, filters);
    return new TileSource(tileAddress(this.config.tiles), filters);
  }

  // Page

  private wirePage(): void {
    startFinder(need("[data-finder]", this.root), this.api, this.words, {
      onPlace: (place) => this.fly(place),
      onPosition: (lonLat) => this.base?.map.easeTo({ center: lonLat, zoom: 14 }),
      say: (text) => this.panel.say(text),
    });
    window.addEventListener("popstate", () => {
      const next = readAddress(location);
      this.panel.write(next.filters);
      this.follow(next);
    });
    this.root.addEventListener("click", (event) => this.onAct(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.address.mark) this.cards.close();
    });
    this.showActive();
  }

  private onAct(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>("[data-act]");
    const map = this.base?.map;
    switch (target?.dataset["act"]) {
      case "in":
        return void map?.zoomIn();
      case "out":
        return void map?.zoomOut();
      case "more":
        return this.sheet.set(this.sheet.height === "full" ? "half" : "full");
      case "clear":
        this.panel.write(NO_FILTERS);
        return this.filter({ ...NO_FILTERS, unit: this.address.filters.unit, area: this.address.filters.area });
      case "drop":
        event.preventDefault();
        return this.filter({ [target.dataset["name"] ?? ""]: null });
      case "retry":
        return this.refresher.now();
    }
  }

  /** What was in the middle of the free part of the map stays there when the sheet moves. */
  private onSheet(): void {
    const before = this.root.dataset["sheetHeight"];
    const height = this.sheet?.height ?? "half";
    this.root.dataset["sheetHeight"] = height;
    if (before === height || !this.isPhone) return;
    const isFreed = before === "half" && height === "low";
    const isCovered = before === "low" && height === "half";
    if (isFreed || isCovered) this.base?.map.panBy([0, ((isFreed ? -1 : 1) * SHEET_STEP_PX) / 2], { duration: 160 });
  }

  private showActive(): void {
    const { filters } = this.address;
    const params = writeFilters(filters);
    const own = Object.keys(params).filter((name) => name !== "unit" && name !== "area");
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-act=clear]")) button.hidden = own.length === 0;
    const link = one<HTMLAnchorElement>("[data-list-link]", this.root);
    if (link) link.search = new URLSearchParams(params).toString();
  }

  // Map

  private async makeMap(): Promise<BaseMap> {
    const { view } = this.address;
    return createMap(need("[data-map]", this.root), {
      ground: this.config.basemap,
      words: this.words,
      bounds: this.isLimited ? (this.config.view?.bbox ?? POLAND) : POLAND,
      padding: this.padding(),
      maxZoom: DEEPEST,
      ...(view ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom } : {}),
    });
  }

  private get isLimited(): boolean {
    const { unit, area } = this.address.filters;
    return Boolean(unit ?? area);
  }

  private get isPhone(): boolean {
    return window.innerWidth < PHONE_PX;
  }

  /** What lies over the map: search above, sheet below. */
  private padding(): { top: number; bottom: number; left: number; right: number } {
    if (!this.isPhone) return { top: 16, bottom: 28, left: 24, right: 24 };
    const map = need("[data-map]", this.root).getBoundingClientRect();
    const covered = Math.max(0, this.sheet.covered() - (window.innerHeight - map.bottom));
    return { top: 76, bottom: Math.min(covered + 12, map.height - 160), left: 20, right: 20 };
  }

  /** From the middle of the map to the middle of what can be seen of it. */
  private offset(): [number, number] {
    const { top, bottom } = this.padding();
    return [0, (top - bottom) / 2];
  }

  private wireMap(map: MapLibre): void {
    const moved = settled(120, () => this.onMoved());
    map.on("moveend", moved);
    map.on("resize", moved);
    map.on("zoom", () => this.tip.hide());
    map.on("mousemove", ({ point }) => this.hover(this.marks?.at([point.x, point.y]) ?? null));
    map.on("mouseout", () => this.hover(null));
    map.on("click", ({ point }) => {
      const index = this.marks?.at([point.x, point.y]);
      if (index !== null && index !== undefined) this.press(index);
    });
  }

  private layerUrl(layer: string): string {
    const { kind, url } = this.config.basemap;
    return (kind === "schematic" ? url : "/basemap/{layer}.json").replace("{layer}", layer);
  }

  private outline(): void {
    const { unit, area } = this.address.filters;
    if (!this.base || !this.isLimited) return;
    const layer = unit ? `unit/${unit}` : `area/${area}`;
    void drawOutline(this.base, this.layerUrl(layer)).catch(() => undefined);
  }

  private onMoved(): void {
    if (!this.base) return;
    const { map } = this.base;
    const { lng, lat } = map.getCenter();
    this.address = { ...this.address, view: { zoom: map.getZoom(), lon: lng, lat } };
    history.replaceState(history.state, "", writeAddress(location.pathname, this.address));
    this.refresher.now();
  }

  private fly(place: Place): void {
    this.base?.map.fitBounds(place.bbox, { padding: this.padding(), maxZoom: 14, duration: 500 });
  }

  // Marks

  private bounds(): Bounds {
    const { map } = this.base!;
    const box = map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  /** The part of the map that nothing covers: what "in this view" means. */
  private seen(): string {
    const { map } = this.base!;
    const { width, height } = map.getContainer().getBoundingClientRect();
    const covered = this.isPhone ? this.padding().bottom - 12 : 0;
    const [a, b] = [map.unproject([0, 0]), map.unproject([width, height - covered])];
    const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value)).toFixed(5);
    return [clamp(a.lng, 180), clamp(b.lat, 85), clamp(b.lng, 180), clamp(a.lat, 85)].join(",");
  }

  private async refresh(signal: AbortSignal, isFirst: boolean): Promise<void> {
    const { source } = this;
    const [bounds, zoom] = [this.bounds(), this.base!.map.getZoom()];
    if (isFirst && source.isReady(bounds, zoom)) await this.draw();
    const [isNew] = await Promise.all([source.load(bounds, zoom, signal), isFirst ? this.count(signal) : null]);
    if (signal.aborted || source !== this.source) return;
    if (isNew || isFirst) await this.draw();
    if (isNew && !isFirst) await this.count(signal);
  }

  private async count(signal: AbortSignal): Promise<void> {
    const { filters } = this.address;
    // Every row of the legend keeps its number, also one that is switched off.
    const query = writeFilters({ ...filters, status: new Set() });
    const summary = await this.api.summary({ ...query, bbox: this.seen() }, signal);
    if (!signal.aborted) this.panel.show(summary, filters);
  }

  private async draw(): Promise<void> {
    const { map } = this.base!;
    const zoom = map.getZoom();
    const points = this.source.points(this.bounds(), zoom);
    const groups = groupPoints(points, zoom, this.isPhone ? PHONE_SCALE : 1);
    await this.marks?.show(groups);
    this.root.dataset["marks"] = String(groups.reduce((sum, group) => sum + group.count, 0));
    this.showList(groups);
  }

  private showList(groups: readonly Group[]): void {
    const { map } = this.base!;
    const frame = map.getContainer().getBoundingClientRect();
    const visible = groups
      .map((group, index) => ({ group, index, at: map.project(toLonLat(group)) }))
      .filter(({ at }) => at.x > 0 && at.y > 0 && at.x < frame.width && at.y < frame.height)
      .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
    this.list.show(
      visible.map(({ group, index }) => ({
        name: this.nameOf(group, true),
        onFocus: () => this.hover(index),
        onOpen: () => this.press(index),
      })),
    );
  }

  private nameOf(group: Group, isFull = false): string {
    const [member] = group.members;
    if (group.count === 1 && member?.category) {
      const name = this.cards.nameOf(member.category);
      return isFull ? `${name}, ${this.words.statuses[member.status as Status] ?? ""}` : name;
    }
    const { map } = this.base!;
    const metresPerPixel = (156_543.03 / 2) * (Math.cos((toLonLat(group)[1] * Math.PI) / 180) / 2 ** map.getZoom());
    const town = this.names.near(toLonLat(group), group.radius * metresPerPixel);
    const title = town ? this.words.around(town) : this.words.here;
    return isFull ? `${title}: ${this.words.reports(group.count)}. ${this.words.listCounts(group.counts)}` : title;
  }

  private hover(index: number | null): void {
    const group = index === null ? undefined : this.marks?.groups[index];
    void this.marks?.point(group ? index : null);
    const map = this.base?.map;
    if (map) map.getCanvas().classList.toggle("is-over-mark", Boolean(group));
    if (!group || !map) return this.tip.hide();
    const { x, y } = map.project(toLonLat(group));
    if (group.count === 1) this.tip.showName(this.nameOf(group), group.members[0]?.status ?? "", [x, y], group.radius);
    else this.tip.show(this.nameOf(group), group.counts, [x, y], group.radius);
  }

  private press(index: number): void {
    const group = this.marks?.groups[index];
    if (!group || !this.base) return;
    this.hover(null);
    const { map } = this.base;
    const [member] = group.members;
    if (group.count === 1 && member?.id) return this.go({ ...this.address, mark: member.id });
    const isLast = map.getZoom() > DEEPEST - 0.1;
    if (group.members.every(({ id }) => id) && (isOneSpot(group) || isLast)) return this.cards.showSpot(group);
    this.zoomInto(group);
  }

  private zoomInto(group: Group): void {
    const { map } = this.base!;
    const corners = group.members.map(toLonLat);
    const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
    const box: Bounds = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const camera = map.cameraForBounds([...box] as [number, number, number, number], { padding: this.padding() });
    const zoom = Math.min(DEEPEST, Math.max(map.getZoom() + 1.5, Math.min(camera?.zoom ?? 0, map.getZoom() + 3)));
    map.easeTo({ center: toLonLat(group), zoom, offset: this.offset(), duration: 400 });
  }

  private onCard(mark: Mark | null): void {
    this.sheet.set(mark || this.cards.isOpen ? "card" : "half");
    this.opened = mark;
    this.showOpened();
  }

  /** The mark of the open card stands out on the map; the card may have come before the map. */
  private showOpened(): void {
    const mark = this.opened;
    const status = mark?.properties.status as Status;
    void this.marks?.select(mark ? { id: mark.id, status, lonLat: mark.geometry.coordinates } : null);
    if (mark) this.bringIntoView(mark.geometry.coordinates);
  }

  private bringIntoView(lonLat: [number, number]): void {
    const map = this.base?.map;
    if (!map) return;
    const { x, y } = map.project(lonLat);
    const { width, height } = map.getContainer().getBoundingClientRect();
    const { top, bottom } = this.padding();
    const isSeen = x > 40 && x < width - 40 && y > top - 20 && y < height - bottom - 20;
    if (isSeen && map.getZoom() >= 9) return;
    map.easeTo({ center: lonLat, zoom: Math.max(map.getZoom(), 13), offset: this.offset(), duration: 300 });
  }
}

function tileAddress(given: string): string {
  return given.replace(/\.json$/, "/{z}/{x}/{y}.mvt");
}
