import type { Map as MapLibre } from "maplibre-gl";
import type { Api, Mark } from "../api";
import { need } from "../dom";
import { writeFilters, type Filters } from "../filters";
import type { BaseMap } from "../map/basemap";
import { groupPoints, isOneSpot, type Group } from "../map/clusters";
import { metresPerPixel, toLonLat } from "../map/mercator";
import type { Status } from "../statuses";
import type { Words } from "../words";
import { DEEPEST, isPhone, type Camera } from "./camera";
import { MarksLayer } from "./marks";
import { MarksList } from "./marks-list";
import type { TownNames } from "./names";
import type { Panel } from "./panel";
import type { PointSource } from "./source";
import { Tip } from "./tip";

const PHONE_SCALE = 0.84;

interface Handlers {
  onMark: (id: string) => void;
  onSpot: (group: Group) => void;
  nameOf: (category: string) => string;
}

/** Marks on the map, their tips, and the same marks as a list for the keyboard; counts and fetches what is in view. */
export class MarksView {
  private readonly layer: MarksLayer;
  private readonly map: MapLibre;
  private readonly tip: Tip;
  private readonly list: MarksList;

  constructor(
    private readonly root: HTMLElement,
    base: BaseMap,
    private readonly camera: Camera,
    private readonly api: Api,
    private readonly panel: Panel,
    private readonly names: TownNames,
    private readonly words: Words,
    private readonly handlers: Handlers,
  ) {
    this.map = base.map;
    this.layer = new MarksLayer(base);
    this.tip = new Tip(need("[data-tip]", root), words);
    this.list = new MarksList(need("[data-marks-list]", root));
    this.wire();
  }

  /** Fetches what the view needs and draws it. At the first call for a view the totals are counted too. */
  async refresh(source: PointSource, filters: Filters, signal: AbortSignal, isFirst: boolean): Promise<void> {
    const [bounds, zoom] = [this.camera.bounds(this.map), this.map.getZoom()];
    if (isFirst && source.isReady(bounds, zoom)) await this.draw(source);
    const [isNew] = await Promise.all([
      source.load(bounds, zoom, signal),
      isFirst ? this.count(filters, signal) : null,
    ]);
    if (signal.aborted) return;
    if (isNew || isFirst) await this.draw(source);
    if (isNew && !isFirst) await this.count(filters, signal);
  }

  /** The mark whose card is open stands out. */
  select(mark: Mark | null): void {
    const selected = mark && {
      id: mark.id,
      status: mark.properties.status as Status,
      lonLat: mark.geometry.coordinates,
    };
    void this.layer.select(selected);
  }

  private wire(): void {
    const { map } = this;
    map.on("zoom", () => this.tip.hide());
    map.on("mousemove", ({ point }) => this.hover(this.layer.at([point.x, point.y])));
    map.on("mouseout", () => this.hover(null));
    map.on("click", ({ point }) => {
      const index = this.layer.at([point.x, point.y]);
      if (index !== null) this.press(index);
    });
  }

  private async count(filters: Filters, signal: AbortSignal): Promise<void> {
    // Every row of the legend keeps its number, also one that is switched off.
    const query = writeFilters({ ...filters, status: new Set() });
    const summary = await this.api.summary({ ...query, bbox: this.camera.seen(this.map) }, signal);
    if (!signal.aborted) this.panel.show(summary, filters);
  }

  private async draw(source: PointSource): Promise<void> {
    const zoom = this.map.getZoom();
    const groups = groupPoints(source.points(this.camera.bounds(this.map), zoom), zoom, isPhone() ? PHONE_SCALE : 1);
    await this.layer.show(groups);
    this.root.dataset["marks"] = String(groups.reduce((sum, group) => sum + group.count, 0));
    this.showList(groups);
  }

  private showList(groups: readonly Group[]): void {
    const frame = this.map.getContainer().getBoundingClientRect();
    const visible = groups
      .map((group, index) => ({ group, index, at: this.map.project(toLonLat(group)) }))
      .filter(({ at }) => at.x > 0 && at.y > 0 && at.x < frame.width && at.y < frame.height)
      .sort((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
    this.list.show(
      visible.map(({ group, index }) => ({
        name: this.fullNameOf(group),
        onFocus: () => this.hover(index),
        onOpen: () => this.press(index),
      })),
    );
  }

  private nameOf(group: Group): string {
    const [member] = group.members;
    if (group.count === 1 && member?.category) return this.handlers.nameOf(member.category);
    const lonLat = toLonLat(group);
    const town = this.names.near(lonLat, group.radius * metresPerPixel(lonLat[1], this.map.getZoom()));
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
    const group = index === null ? undefined : this.layer.groups[index];
    void this.layer.point(group ? index : null);
    this.map.getCanvas().classList.toggle("is-over-mark", Boolean(group));
    if (!group) return this.tip.hide();
    const { x, y } = this.map.project(toLonLat(group));
    const name = this.nameOf(group);
    if (group.count === 1) this.tip.showName(name, group.members[0]?.status ?? "", [x, y], group.radius);
    else this.tip.show(name, group.counts, [x, y], group.radius);
  }

  /** A mark opens its card; a ring parts, and where no zoom parts it, lists its marks. */
  private press(index: number): void {
    const group = this.layer.groups[index];
    if (!group) return;
    this.hover(null);
    const [member] = group.members;
    if (group.count === 1 && member?.id) return this.handlers.onMark(member.id);
    const isLast = this.map.getZoom() > DEEPEST - 0.1;
    if (group.members.every(({ id }) => id) && (isOneSpot(group) || isLast)) return this.handlers.onSpot(group);
    this.camera.showGroup(group);
  }
}
