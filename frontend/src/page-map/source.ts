import type { Api } from "../api";
import type { Point } from "../map/clusters";
import { toWorld } from "../map/mercator";
import { TileStore, tileLevel, tilesOf, type TileId } from "../map/tiles";
import { tileQuery, writeFilters, type Filters } from "../filters";
import { countsOf } from "../statuses";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Where the points of a view come from. */
export interface PointSource {
  /** Fetches what the view needs; answers whether anything has changed since the last time. */
  load(bounds: Bounds, zoom: number, signal: AbortSignal): Promise<boolean>;
  points(bounds: Bounds, zoom: number): Point[];
  /** Whether the view can be drawn without waiting. */
  isReady(bounds: Bounds, zoom: number): boolean;
}

/** All marks of the country, tile by tile. */
export class TileSource implements PointSource {
  private readonly store: TileStore;

  constructor(address: string, filters: Filters) {
    this.store = new TileStore(address);
    this.store.setQuery(tileQuery(filters));
  }

  load(bounds: Bounds, zoom: number, signal: AbortSignal): Promise<boolean> {
    return this.store.load(this.tiles(bounds, zoom), signal);
  }

  points(bounds: Bounds, zoom: number): Point[] {
    return this.store.points(this.tiles(bounds, zoom));
  }

  isReady(bounds: Bounds, zoom: number): boolean {
    return this.store.hasAll(this.tiles(bounds, zoom));
  }

  private tiles(bounds: Bounds, zoom: number): TileId[] {
    return tilesOf(bounds, tileLevel(zoom));
  }
}

const PAGE = 500;
const MOST_PAGES = 12;

/** The marks of one unit or area: tiles do not know them, the list of marks does. */
export class PlaceSource implements PointSource {
  private all: Point[] | null = null;
  private print = "";

  constructor(
    private readonly api: Api,
    private readonly filters: Filters,
  ) {}

  async load(_bounds: Bounds, _zoom: number, signal: AbortSignal): Promise<boolean> {
    const found: Point[] = [];
    let cursor: string | null = "";
    for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
      const query = { ...writeFilters(this.filters), limit: `${PAGE}`, ...(cursor ? { cursor } : {}) };
      const { features, next } = await this.api.marks(query, signal);
      found.push(
        ...features.map(({ id, geometry, properties: { category, status } }) => ({
          ...toWorld(...geometry.coordinates),
          counts: countsOf({ [status]: 1 }),
          id,
          category,
          status,
        })),
      );
      cursor = next;
    }
    const print = found.map((point) => `${point.id}${point.status}`).join();
    const isNew = print !== this.print;
    [this.all, this.print] = [found, print];
    return isNew;
  }

  points(): Point[] {
    return this.all ?? [];
  }

  isReady(): boolean {
    return this.all !== null;
  }
}
