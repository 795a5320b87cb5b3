import type { Map as MapLibre } from "maplibre-gl";
import { Api, type Mark } from "../api";
import type { Config } from "../config";
import { one, need, settled } from "../dom";
import { NO_FILTERS, sameFilters, writeFilters, type Filters } from "../filters";
import { createMap, POLAND, type BaseMap } from "../map/basemap";
import type { Words } from "../words";
import { readAddress, writeAddress, type Address } from "./address";
import { Camera, DEEPEST } from "./camera";
import { CardPanel } from "./card-panel";
import { startFinder } from "./finder";
import { MarksView } from "./marks-view";
import { TownNames } from "./names";
import { drawOutline } from "./outline";
import { Panel } from "./panel";
import { Refresher } from "./refresher";
import { Sheet } from "./sheet";
import { PlaceSource, TileSource, type PointSource } from "./source";

/** The map page: filters, totals, marks and cards, all of them told by the address. */
export class MapPage {
  private readonly api: Api;
  private readonly panel: Panel;
  private readonly sheet: Sheet;
  private readonly camera: Camera;
  private readonly cards: CardPanel;
  private readonly refresher: Refresher;
  private readonly names = new TownNames();
  private address: Address;
  private source: PointSource;
  private marks: MarksView | null = null;
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
    this.sheet = new Sheet(need("[data-sheet]", root), words, (height) => this.onSheet(height));
    this.camera = new Camera(need("[data-map]", root), this.sheet);
    this.cards = new CardPanel(root, this.api, config, words, this.panel.categories(), {
      onShow: (mark) => this.onCard(mark),
      onClose: () => this.go({ ...this.address, mark: null }),
      onPick: (id) => this.go({ ...this.address, mark: id }),
    });
    this.refresher = new Refresher(
      (signal, isFirst) => this.refresh(signal, isFirst),
      need("[data-trouble]", root),
      words,
    );
  }

  async start(): Promise<void> {
    this.panel.write(this.address.filters);
    this.wirePage();
    void this.cards.open(this.address.mark);
    void this.names.load(this.layerUrl("towns")).catch(() => undefined);
    try {
      this.withMap(await this.makeMap());
    } catch (error) {
      console.error(error);
      this.withoutMap();
    }
  }

  private withMap(base: BaseMap): void {
    this.camera.map = base.map;
    this.marks = new MarksView(this.root, base, this.camera, this.api, this.panel, this.names, this.words, {
      onMark: (id) => this.go({ ...this.address, mark: id }),
      onSpot: (group) => this.cards.showSpot(group),
      nameOf: (category) => this.cards.nameOf(category),
    });
    const moved = settled(120, () => this.onMoved(base.map));
    base.map.on("moveend", moved);
    base.map.on("resize", moved);
    this.outline(base);
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
    if (before.filters.unit !== next.filters.unit || before.filters.area !== next.filters.area)
      return location.reload();
    if (!sameFilters(before.filters, next.filters)) {
      if (this.isMapless) return location.reload();
      this.source = this.sourceOf(next.filters);
      this.refresher.now();
    }
    this.showActive();
    if (before.mark !== next.mark) void this.cards.open(next.mark);
  }

  private onMoved(map: MapLibre): void {
    const { lng, lat } = map.getCenter();
    this.address = { ...this.address, view: { zoom: map.getZoom(), lon: lng, lat } };
    history.replaceState(history.state, "", writeAddress(location.pathname, this.address));
    this.refresher.now();
  }

  // Page

  private wirePage(): void {
    startFinder(need("[data-finder]", this.root), this.api, this.words, {
      onPlace: (place) => this.camera.showBox(place.bbox),
      onPosition: (lonLat) => this.camera.showPoint(lonLat),
      say: (text) => this.panel.say(text),
    });
    window.addEventListener("popstate", () => {
      const next = readAddress(location);
      this.panel.write(next.filters);
      this.follow(next);
    });
    this.root.addEventListener("click", (event) => this.onAct(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.cards.isOpen) this.cards.close();
    });
    this.showActive();
  }

  private onAct(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>("[data-act]");
    switch (target?.dataset["act"]) {
      case "in":
        return void this.camera.map?.zoomIn();
      case "out":
        return void this.camera.map?.zoomOut();
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

  private onSheet(height: string): void {
    const before = this.root.dataset["sheetHeight"];
    this.root.dataset["sheetHeight"] = height;
    this.camera?.followSheet(before, height);
  }

  private onCard(mark: Mark | null): void {
    this.sheet.set(this.cards.isOpen ? "card" : "half");
    this.opened = mark;
    this.showOpened();
  }

  /** The mark of the open card stands out on the map; the card may have come before the map. */
  private showOpened(): void {
    this.marks?.select(this.opened);
    if (this.opened) this.camera.bringIntoView(this.opened.geometry.coordinates);
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

  private makeMap(): Promise<BaseMap> {
    const { view, filters } = this.address;
    const isLimited = Boolean(filters.unit ?? filters.area);
    return createMap(need("[data-map]", this.root), {
      ground: this.config.basemap,
      words: this.words,
      bounds: isLimited ? (this.config.view?.bbox ?? POLAND) : POLAND,
      padding: this.camera.padding(),
      maxZoom: DEEPEST,
      ...(view ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom } : {}),
    });
  }

  private outline(base: BaseMap): void {
    const { unit, area } = this.address.filters;
    const layer = unit ? `unit/${unit}` : area ? `area/${area}` : "";
    if (layer) void drawOutline(base, this.layerUrl(layer)).catch(() => undefined);
  }

  private layerUrl(layer: string): string {
    const { kind, url } = this.config.basemap;
    return (kind === "schematic" ? url : "/basemap/{layer}.json").replace("{layer}", layer);
  }

  private sourceOf(filters: Filters): PointSource {
    if (filters.unit ?? filters.area) return new PlaceSource(this.api, filters);
    return new TileSource(this.config.tiles.replace(/\.json$/, "/{z}/{x}/{y}.mvt"), filters);
  }

  private async refresh(signal: AbortSignal, isFirst: boolean): Promise<void> {
    await this.marks?.refresh(this.source, this.address.filters, signal, isFirst);
  }
}
