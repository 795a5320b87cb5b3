import type { Map as MapLibre } from "maplibre-gl";
import type { Api, Mark, Summary } from "../api";
import { need } from "../dom";
import { writeFilters, type Filters } from "../filters";
import { afterFrame } from "../frame";
import type { BaseMap } from "../map/basemap";
import { isOneSpot, type Group } from "../map/clusters";
import { metresPerPixel, toLonLat } from "../map/mercator";
import type { Status } from "../statuses";
import type { Words } from "../words";
import { DEEPEST, type Camera } from "./camera";
import { groupsOf } from "./groups";
import { MarksLayer } from "./marks";
import { MarksList } from "./marks-list";
import type { TownNames } from "./names";
import type { Painter } from "./painter";
import type { TileSource } from "./source";
import { MOST_LEGS, Spread } from "./spread";
import { Tip } from "./tip";

/** From this zoom on the tiles hold every mark by itself. */
const SINGLES = 15;

/** Another view is drawn at once from tiles that are no older; whether they have changed is looked at soon after. */
const GOOD_FOR_MS = 5000;

interface Handlers {
  onMark: (id: string) => void;
  onSpot: (group: Group) => void;
  onCounts: (summary: Summary) => void;
  say: (text: string) => void;
  nameOf: (category: string) => string;
}

/** Marks on the map, their tips, and the same marks as a list for the keyboard; counts and fetches what is in view. */
export class MarksView {
  private readonly tip: Tip;
  private readonly list: MarksList;
  private layer: MarksLayer | null = null;
  private map: MapLibre | null = null;
  /** What lies there, and the same as it is drawn, one spot perhaps spread. */
  private lying: readonly Group[] = [];
  private groups: readonly Group[] = [];
  private spread: Spread | null = null;
  /** Whether the numbers shown are those of what lies there. */
  private isCounted = false;

  constructor(
    private readonly root: HTMLElement,
    private painter: Painter,
    private readonly camera: Camera,
    private readonly api: Api,
    private readonly names: TownNames,
    private readonly words: Words,
    private readonly handlers: Handlers,
  ) {
    this.tip = new Tip(need("[data-tip]", root), words);
    this.list = new MarksList(need("[data-marks-list]", root), () => this.hover(null));
  }

  /** Draws on the map from now on. */
  async useMap(base: BaseMap): Promise<void> {
    const layer = new MarksLayer(base);
    [this.map, this.layer, this.painter] = [base.map, layer, layer];
    this.wire(base.map, layer);
    await this.show();
  }

  /** Fetches what the view needs and draws it; what was drawn before stays until then. Answers whether it is new. */
  async refresh(source: TileSource, filters: Filters, signal: AbortSignal, isFirst: boolean, counts: boolean): Promise<boolean> {
    const { bounds, zoom } = this.seen();
    const isReady = source.isReady(bounds, zoom);
    if (isFirst && isReady) await this.draw(source);
    if (isFirst) this.isCounted = false;
    // Together, so that a refusal of one does not leave the other's unheard.
    const marks = this.follow(source, signal, isFirst ? GOOD_FOR_MS : 0, isFirst && !isReady);
    const [isNew] = await Promise.all([marks, isFirst && counts ? this.count(filters, signal) : null]);
    if (!isFirst && isNew) this.isCounted = false;
    // The tiles do not tell of a status that is switched off, whose number stands in the legend all the same.
    const isDue = !this.isCounted || filters.status.size > 0;
    if (!isFirst && counts && isDue && !signal.aborted) await this.count(filters, signal);
    return isNew;
  }

  /** The mark whose card is open stands out. */
  select(mark: Mark | null): void {
    const selected = mark && {
      id: mark.id,
      status: mark.properties.status as Status,
      lonLat: mark.geometry.coordinates,
    };
    this.painter.select(selected);
  }

  /** Lays a spread spot together again; answers whether one was spread. */
  fold(): boolean {
    if (!this.spread) return false;
    this.spread = null;
    void this.show();
    return true;
  }

  /** Answers a tap on a place of the map. */
  pressAt([x, y]: readonly [number, number]): void {
    const index = this.layer?.at([x, y]) ?? null;
    if (index !== null) this.press(index);
    else this.fold();
  }

  /** Names the marks anew, once the towns are known. */
  rename(): void {
    this.showList();
  }

  /** The marks are drawn when they have come: they wait for no numbers. */
  private async follow(source: TileSource, signal: AbortSignal, goodForMs: number, isMissing: boolean): Promise<boolean> {
    const { bounds, zoom } = this.seen();
    const isNew = await source.load(bounds, zoom, signal, goodForMs);
    if (signal.aborted) return false;
    if (isNew || isMissing) await this.draw(source);
    return isNew;
  }

  private seen() {
    return { bounds: this.camera.bounds(), zoom: this.camera.viewport.zoom };
  }

  private wire(map: MapLibre, layer: MarksLayer): void {
    map.on("zoom", () => this.tip.hide());
    map.on("movestart", () => this.list.leaveBehind());
    map.on("mousemove", ({ point }) => this.hover(layer.at([point.x, point.y])));
    map.on("mouseout", () => this.hover(null));
    map.on("click", ({ point }) => this.pressAt([point.x, point.y]));
  }

  private async count(filters: Filters, signal: AbortSignal): Promise<void> {
    // Every row of the legend keeps its number, also one that is switched off.
    const query = writeFilters({ ...filters, status: new Set() });
    const summary = await this.api.summary({ ...query, ...this.camera.box(filters) }, signal);
    if (signal.aborted) return;
    this.isCounted = true;
    this.handlers.onCounts(summary);
  }

  private async draw(source: TileSource): Promise<void> {
    this.lying = groupsOf(source, this.camera.viewport);
    await this.show();
  }

  private async show(): Promise<void> {
    const spread = this.spread?.apply(this.lying, this.camera.viewport.zoom) ?? null;
    if (!spread) this.spread = null;
    this.groups = spread?.groups ?? this.lying;
    await this.painter.show(this.groups, spread?.legs ?? []);
    const count = String(this.groups.reduce((sum, group) => sum + group.count, 0));
    this.root.dataset["marks"] = count;
    this.showList();
    void this.tellPainted(count);
  }

  /** Says in the page how many marks are on the screen, unless others have been drawn meanwhile. */
  private async tellPainted(count: string): Promise<void> {
    await this.painter.drawn();
    await afterFrame();
    if (this.root.dataset["marks"] === count) this.root.dataset["painted"] = count;
  }

  private showList(): void {
    const { width, height } = this.camera.free();
    const visible = this.groups
      .map((group, index) => ({ group, index, at: this.camera.project(toLonLat(group)) }))
      .filter(({ at }) => at.x > 0 && at.y > 0 && at.x < width && at.y < height)
      .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
    this.list.show(
      visible.map(({ group, index, at }) => ({
        name: this.fullNameOf(group),
        at,
        radius: group.radius,
        onFocus: () => this.hover(index),
        onOpen: () => this.press(index),
      })),
    );
  }

  private nameOf(group: Group): string {
    const [member] = group.members;
    if (group.count === 1 && member?.category) return this.handlers.nameOf(member.category);
    const lonLat = toLonLat(group);
    const reach = group.radius * metresPerPixel(lonLat[1], this.camera.viewport.zoom);
    const town = this.names.near(lonLat, reach);
    return town ? this.words.around(town) : this.words.here;
  }

  private fullNameOf(group: Group): string {
    const { words } = this;
    const [member] = group.members;
    const name = this.nameOf(group);
    if (group.count === 1 && member?.status) return `${name}, ${words.statuses[member.status as Status] ?? ""}`;
    return `${name}: ${words.reports(group.count)}. ${words.listCounts(group.counts)}`;
  }

  private hover(index: number | null): void {
    const group = index === null ? undefined : this.groups[index];
    this.painter.point(group ? index : null);
    this.map?.getCanvas().classList.toggle("is-over-mark", Boolean(group));
    if (!group) return this.tip.hide();
    const { x, y } = this.camera.project(toLonLat(group));
    const name = this.nameOf(group);
    if (group.count === 1) this.tip.showName(name, group.members[0]?.status ?? "", [x, y], group.radius);
    else this.tip.show(name, group.counts, [x, y], group.radius);
  }

  /** A mark opens its card; a ring parts, and where no zoom parts it, its marks are spread, or listed when many. */
  private press(index: number): void {
    const group = this.groups[index];
    if (!group) return;
    this.hover(null);
    const [member] = group.members;
    if (group.members.length === 1 && member?.id) return this.handlers.onMark(member.id);
    if (!this.isWhole(group)) return this.camera.showGroup(group);
    if (group.members.length < 2 || group.members.length > MOST_LEGS) return this.handlers.onSpot(group);
    this.spread = new Spread(member!, this.camera.viewport.zoom);
    void this.show().then(() => {
      this.list.focus(this.fullNameOf(this.groups.find(({ members }) => members[0] === member)!));
      this.handlers.say(this.words.spread(group.count));
    });
  }

  /** Whether no zoom parts the group any further. */
  private isWhole(group: Group): boolean {
    const { zoom } = this.camera.viewport;
    if (zoom < SINGLES) return group.members.every(({ id }) => id) && isOneSpot(group);
    return isOneSpot(group) || zoom > DEEPEST - 0.1;
  }
}
