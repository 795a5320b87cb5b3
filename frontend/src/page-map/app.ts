import { Api, type Mark, type Place } from "../api";
import { layerUrl, type Config } from "../config";
import { all, need, one, settled } from "../dom";
import { NO_FILTERS, readable, sameFilters, writeFilters, type Filters } from "../filters";
import type { BaseMap } from "../map/basemap";
import type { Words } from "../words";
import { readAddress, writeAddress, type Address } from "./address";
import { Camera, DEEPEST } from "./camera";
import { CardPanel } from "./card-panel";
import { startFinder } from "./finder";
import type { Begun } from "./first-marks";
import type { FirstPicture } from "./first-picture";
import { HistoryPart } from "./history-part";
import { MarksView } from "./marks-view";
import { TownNames } from "./names";
import { Panel } from "./panel";
import type { Period } from "./period";
import { PlaceLimit } from "./place-limit";
import { Refresher } from "./refresher";
import { Sheet } from "./sheet";
import type { Bounds, Sources } from "./source";
import { SummaryPanel } from "./summary-panel";
import { tellUnfinished } from "./unfinished";

/** Kinds of places that are areas, whose marks can be asked for alone. */
const AREAS = new Set(["voivodeship", "county", "gmina"]);
/** Steps of the slider's keys in such quick succession are one step back in the browser's history. */
const ONE_MOVE_MS = 1500;

/** The map page: filters, totals, marks and cards, all of them told by the address. */
export class MapPage {
  private readonly api: Api;
  private readonly panel: Panel;
  private readonly sheet: Sheet;
  private readonly camera: Camera;
  private readonly cards: CardPanel;
  private readonly refresher: Refresher;
  private readonly sources: Sources;
  private readonly time: HistoryPart;
  private readonly place: PlaceLimit;
  private readonly summary: SummaryPanel;
  private readonly marks: MarksView;
  private readonly first: FirstPicture;
  private readonly names = new TownNames();
  private address: Address;
  private opened: Mark | null = null;
  private isMapless = false;
  private isSliding = false;
  private slidAt = -Infinity;

  constructor(
    private readonly config: Config,
    private readonly words: Words,
    private readonly root: HTMLElement,
    { address, sources, view, picture }: Begun,
  ) {
    this.api = new Api(config);
    [this.address, this.sources, this.first] = [address, sources, picture];
    this.panel = new Panel(root, words, () => this.onFilters());
    this.sheet = new Sheet(need("[data-sheet]", root), words, (height) => this.onSheet(height));
    this.camera = new Camera(need("[data-map]", root), this.sheet, view);
    this.place = new PlaceLimit(root, words, (layer) => layerUrl(config, layer));
    this.time = new HistoryPart(root, this.api, config.today, words, {
      onMove: (period) => this.slide(period),
      onSettle: (period) => this.settle(period),
    });
    this.cards = new CardPanel(root, this.api, config, words, this.panel.categories(), {
      onShow: (mark) => this.onCard(mark),
      onClose: () => this.closePanel(),
      onPick: (id) => this.go({ ...this.address, mark: id }),
    });
    this.summary = new SummaryPanel(
      this.api,
      config.urls["summary"] ?? "/summary",
      config.today,
      words,
      this.panel.categories(),
    );
    this.refresher = new Refresher(
      (signal, isFirst) => this.refresh(signal, isFirst),
      need("[data-trouble]", root),
      words,
    );
    this.marks = new MarksView(root, this.first, this.camera, this.api, this.names, words, {
      onMark: (id) => this.go({ ...this.address, mark: id }),
      onSpot: (group) => this.cards.showSpot(group),
      onCounts: (counts) => this.panel.show(counts, this.address.filters),
      say: (text) => this.panel.say(text),
      nameOf: (category) => this.cards.nameOf(category),
    });
  }

  async start(): Promise<void> {
    this.panel.write(this.address.filters);
    this.time.write(this.address.filters);
    this.wirePage();
    this.showPanel();
    this.refresher.start();
    // The map's own code is most of the page's weight: it is asked for after the first marks.
    const code = await import("../map/basemap").catch((error: unknown) => tellUnfinished(this.root, error));
    if (!code) return;
    try {
      this.withMap(await this.makeMap(code));
    } catch (error) {
      console.error(error);
      this.withoutMap();
    }
  }

  private withMap(base: BaseMap): void {
    this.camera.map = base.map;
    this.place.useMap(base);
    void this.place.show(this.address.filters).then(() => this.onPlaceShown(null));
    void this.marks.useMap(base).then(() => this.takeOver(base.map));
    const moved = settled(120, () => this.onMoved());
    base.map.on("moveend", moved);
    base.map.on("resize", moved);
    this.showOpened();
    void this.names
      .load(layerUrl(this.config, "towns"))
      .then(() => this.marks.rename())
      .catch(() => undefined);
  }

  /** The map has the same marks in the same places: the first picture goes once they are drawn. */
  private takeOver(map: BaseMap["map"]): void {
    const take = () => {
      const tapped = this.first.remove();
      this.root.dataset["map"] = "ready";
      if (tapped) this.marks.pressAt(tapped);
    };
    if (map.loaded()) take();
    else map.once("idle", take);
  }

  /** Filters and totals still work where no map can be drawn: the server counts. */
  private withoutMap(): void {
    this.isMapless = true;
    this.first.remove();
    this.root.classList.add("is-mapless");
    need("[data-no-map]", this.root).hidden = false;
  }

  // Address

  private onFilters(): void {
    const { set, from, ...others } = this.panel.read();
    const isOther = set !== this.address.filters.set;
    // A period of one set is none of the other: the live map reaches back some weeks, history ten years.
    const period = isOther ? { from: null, to: null } : set === "history" ? {} : { from };
    this.filter({ ...others, set, ...period });
  }

  private filter(change: Partial<Filters>): void {
    this.go({ ...this.address, filters: { ...this.address.filters, ...change } });
  }

  private slide(period: Period): void {
    this.isSliding = true;
    this.follow({ ...this.address, filters: { ...this.address.filters, ...period } });
  }

  private settle(period: Period): void {
    const filters = { ...this.address.filters, ...period };
    const address = writeAddress(location.pathname, { ...this.address, filters });
    const isOneMove = performance.now() - this.slidAt < ONE_MOVE_MS;
    if (address !== writeAddress(location.pathname, readAddress(location)))
      history[isOneMove ? "replaceState" : "pushState"](null, "", address);
    this.slidAt = performance.now();
    this.isSliding = false;
    this.follow({ ...this.address, filters });
    this.refresher.now();
  }

  private go(next: Address): void {
    history.pushState(null, "", writeAddress(location.pathname, next));
    this.follow(next);
  }

  private follow(next: Address): void {
    const before = this.address;
    this.address = next;
    if (!sameFilters(before.filters, next.filters)) this.onOtherFilters(before.filters, next.filters);
    this.showActive();
    if (before.mark !== next.mark || before.isSummary !== next.isSummary) this.showPanel();
  }

  private onOtherFilters(before: Filters, next: Filters): void {
    if (this.isMapless) return location.reload();
    this.time.write(next);
    if (before.unit !== next.unit || before.area !== next.area)
      void this.place.show(next).then((box) => this.onPlaceShown(box));
    if (!this.isSliding) return this.refresher.now();
    const { held } = this.time;
    if (held !== null) this.panel.showTotal(held, next);
    this.refresher.soon();
  }

  private onPlaceShown(box: Bounds | null): void {
    if (box) this.camera.showBox(box);
    this.showActive();
    if (this.address.isSummary) this.refresher.now();
  }

  private onMoved(): void {
    this.address = { ...this.address, view: this.camera.view() };
    history.replaceState(history.state, "", writeAddress(location.pathname, this.address));
    this.refresher.now();
  }

  // Page

  private wirePage(): void {
    startFinder(need("[data-finder]", this.root), this.api, this.words, {
      onPlace: (place) => void this.onPlace(place),
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
      if (event.key !== "Escape") return;
      if (this.cards.isOpen) this.cards.close();
      else this.marks.fold();
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
        return this.clear();
      case "drop":
        event.preventDefault();
        return this.filter({ unit: null, area: null });
      case "summary":
        if (this.isMapless) return;
        event.preventDefault();
        return this.go({ ...this.address, isSummary: true, mark: null });
      case "history":
        return this.otherSet();
      case "retry":
        return this.refresher.now();
    }
  }

  private clear(): void {
    const { set, unit, area } = this.address.filters;
    const filters = { ...NO_FILTERS, set, unit, area };
    this.panel.write(filters);
    this.filter(filters);
  }

  private otherSet(): void {
    const set = this.address.filters.set === "history" ? "live" : "history";
    const filters = { ...this.address.filters, set, from: null, to: null } as const;
    this.panel.write(filters);
    this.filter(filters);
  }

  /** An area is shown alone, since its name asks for it; anything else is only looked at. */
  private async onPlace(place: Place): Promise<void> {
    this.camera.showBox(place.bbox);
    if (!AREAS.has(place.kind)) return;
    const { areas } = await this.api.areas(place.name).catch(() => ({ areas: [] }));
    const area = areas.find(({ bbox }) => bbox.every((edge, i) => edge === place.bbox[i]));
    if (area) this.filter({ area: area.code, unit: null });
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

  /** Shows what the address has open: a mark, the numbers, or the filters. */
  private showPanel(): void {
    const { mark, isSummary, filters } = this.address;
    if (mark || !isSummary) return void this.cards.open(mark, filters.set);
    this.cards.showContent(this.summary.content());
    this.summary.focus();
    this.refresher.now();
  }

  /** Leaves the mark, else the numbers, else a list that has no address. */
  private closePanel(): void {
    if (this.address.mark) this.go({ ...this.address, mark: null });
    else if (this.address.isSummary) this.go({ ...this.address, isSummary: false });
    else void this.cards.open(null, this.address.filters.set);
  }

  private showActive(): void {
    const params = writeFilters(this.address.filters);
    const own = Object.keys(params).filter((name) => name !== "unit" && name !== "area" && name !== "set");
    for (const button of all("[data-act=clear]", this.root)) button.hidden = own.length === 0;
    const query = readable(new URLSearchParams(params));
    for (const link of all<HTMLAnchorElement>("[data-list-link]")) link.search = query;
    const chip = one<HTMLAnchorElement>("[data-act=drop]", this.root);
    if (chip) chip.search = readable(new URLSearchParams(writeFilters({ ...this.address.filters, unit: null, area: null })));
  }

  // Map

  private makeMap({ createMap }: typeof import("../map/basemap")): Promise<BaseMap> {
    const { center, zoom } = this.camera.viewport;
    return createMap(need("[data-map]", this.root), {
      ground: this.config.basemap,
      words: this.words,
      maxZoom: DEEPEST,
      center,
      zoom,
    });
  }

  private async refresh(signal: AbortSignal, isFirst: boolean): Promise<void> {
    const { filters, isSummary, mark } = this.address;
    const counts = !this.isSliding;
    const marks = this.marks.refresh(this.sources.of(filters), filters, signal, isFirst, counts);
    const box = this.camera.box(filters);
    const months = isFirst && counts ? this.time.count(filters, box, signal) : null;
    const [isNew] = await Promise.all([marks, months]);
    if (!isSummary || mark || (!isNew && !isFirst)) return;
    await this.summary.refresh({ filters, place: this.place.name, box }, signal);
  }
}
